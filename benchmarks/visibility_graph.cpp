// The 1 m visibility graph of a level with salalib: reads walls and a seed, prints cells, links and CPU nanoseconds.
// question: spacing, seed x y, corners x0 y0 x1 y1 of the region, number of walls, then x y x y each.
#include <cstdio>
#include <ctime>
#include <vector>

#include "latticemap.hpp"
#include "ngraph.hpp"

static long long cpu_ns() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main() {
    double spacing, sx, sy, x0, y0, x1, y1;
    size_t count;
    if (scanf("%lf %lf %lf %lf %lf %lf %lf %zu", &spacing, &sx, &sy, &x0, &y0, &x1, &y1, &count) != 8) return 1;
    std::vector<Line4f> walls;
    for (size_t k = 0; k < count; k++) {
        double ax, ay, bx, by;
        if (scanf("%lf %lf %lf %lf", &ax, &ay, &bx, &by) != 4) return 1;
        walls.push_back(Line4f(Point2f(ax, ay), Point2f(bx, by)));
    }
    LatticeMap map(Region4f(Point2f(x0, y0), Point2f(x1, y1)));
    map.setGrid(spacing, Point2f(0.0, 0.0));
    map.blockLines(walls);
    map.makePoints(Point2f(sx, sy), 0, nullptr);
    long long started = cpu_ns();
    map.sparkGraph2(nullptr, false, -1.0);
    long long taken = cpu_ns() - started;
    long long cells = 0, links = 0;
    for (size_t i = 0; i < map.getCols(); i++)
        for (size_t j = 0; j < map.getRows(); j++) {
            auto &point = map.getPoint(PixelRef(static_cast<short>(i), static_cast<short>(j)));
            if (point.filled() && point.hasNode()) {
                cells++;
                links += point.getNode().count();
            }
        }
    printf("%lld %lld %lld\n", cells, links, taken);
}
