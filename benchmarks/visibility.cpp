// Visibility polygons with CGAL: triangular expansion, exact constructions. Reads one floor with holes and observers.
// question: rounds, number of rings, each as its size and then x y; number of observers, then x y each.
// Prints for each observer the least CPU nanoseconds of the rounds and the area seen.
#include <CGAL/Arr_segment_traits_2.h>
#include <CGAL/Arrangement_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Triangular_expansion_visibility_2.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

typedef CGAL::Exact_predicates_exact_constructions_kernel Kernel;
typedef CGAL::Arr_segment_traits_2<Kernel> Traits;
typedef CGAL::Arrangement_2<Traits> Arrangement;
typedef CGAL::Triangular_expansion_visibility_2<Arrangement, CGAL::Tag_true> Visibility;

static long long cpu_ns() {
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

int main() {
    int rounds, rings, observers;
    if (scanf("%d %d", &rounds, &rings) != 2) return 1;
    std::vector<Traits::X_monotone_curve_2> walls;
    for (int k = 0; k < rings; k++) {
        int size;
        if (scanf("%d", &size) != 1) return 1;
        std::vector<Kernel::Point_2> ring;
        for (int i = 0; i < size; i++) {
            double x, y;
            if (scanf("%lf %lf", &x, &y) != 2) return 1;
            ring.push_back(Kernel::Point_2(x, y));
        }
        for (int i = 0; i < size; i++) walls.push_back(Traits::X_monotone_curve_2(ring[i], ring[(i + 1) % size]));
    }
    Arrangement floor;
    CGAL::insert_non_intersecting_curves(floor, walls.begin(), walls.end());
    Arrangement::Face_const_handle hall;
    for (auto face = floor.faces_begin(); face != floor.faces_end(); ++face)
        if (!face->is_unbounded() && face->number_of_holes() > 0) hall = face;
    long long started = cpu_ns();
    Visibility visibility(floor);
    if (scanf("%d", &observers) != 1) return 1;
    for (int k = 0; k < observers; k++) {
        double x, y;
        if (scanf("%lf %lf", &x, &y) != 2) return 1;
        Kernel::Point_2 point(x, y);
        long long best = -1;
        double area = 0;
        for (int round = 0; round < rounds; round++) {
            Arrangement seen;
            started = cpu_ns();
            auto face = visibility.compute_visibility(point, hall, seen);
            long long taken = cpu_ns() - started;
            if (best < 0 || taken < best) best = taken;
            area = 0;
            auto edge = face->outer_ccb(), first = edge;
            do {
                auto &a = edge->source()->point(), &b = edge->target()->point();
                area += CGAL::to_double(a.x()) * CGAL::to_double(b.y()) - CGAL::to_double(b.x()) * CGAL::to_double(a.y());
            } while (++edge != first);
        }
        printf("%lld %.17g\n", best, std::fabs(area) / 2);
    }
}
