/* A* over a visibility graph, hand-written: the algorithm of wayfinding.routing.search.walk, line by line. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

double walk(int64_t count, int64_t arcs, const double *at, const uint32_t *starts, const uint32_t *heads,
            const double *lengths, int64_t seed_count, const int64_t *seeds, const double *seed_m,
            int64_t target_count, const int64_t *targets, const double *target_m, double gx, double gy,
            double best, int64_t *path, int64_t *path_count)
{
    const double share = 1.0 - 1e-9;
    double *metres = malloc(count * sizeof *metres), *last_m = malloc(count * sizeof *last_m);
    int64_t *before = malloc(count * sizeof *before), last = -1, size = 0, k, node;
    uint8_t *done = calloc(count, 1);
    double *keys = malloc((arcs + seed_count + 1) * sizeof *keys);
    uint32_t *names = malloc((arcs + seed_count + 1) * sizeof *names);

#define BOUND(n) (share * sqrt((at[2 * (n)] - gx) * (at[2 * (n)] - gx) + (at[2 * (n) + 1] - gy) * (at[2 * (n) + 1] - gy)))
#define PUSH(key_, name_)                                                         \
    do {                                                                          \
        double key = (key_);                                                      \
        int64_t i = size++;                                                       \
        while (i > 0 && keys[(i - 1) >> 1] > key) {                               \
            keys[i] = keys[(i - 1) >> 1], names[i] = names[(i - 1) >> 1];         \
            i = (i - 1) >> 1;                                                     \
        }                                                                         \
        keys[i] = key, names[i] = (name_);                                        \
    } while (0)

    for (k = 0; k < count; k++) metres[k] = last_m[k] = INFINITY, before[k] = -2;
    for (k = 0; k < target_count; k++) last_m[targets[k]] = target_m[k];
    for (k = 0; k < seed_count; k++) {
        metres[seeds[k]] = seed_m[k];
        PUSH(seed_m[k] + BOUND(seeds[k]), (uint32_t)seeds[k]);
    }
    while (size > 0 && keys[0] < best) {
        uint32_t tail = names[0];
        int64_t i = 0, end = --size;
        double key = keys[end];
        uint32_t name = names[end];
        while (2 * i + 1 < end) {
            int64_t child = 2 * i + 1;
            if (child + 1 < end && keys[child + 1] < keys[child]) child++;
            if (keys[child] >= key) break;
            keys[i] = keys[child], names[i] = names[child];
            i = child;
        }
        keys[i] = key, names[i] = name;
        if (done[tail]) continue;
        done[tail] = 1;
        double here = metres[tail];
        if (here + last_m[tail] < best) best = here + last_m[tail], last = tail;
        for (uint32_t row = starts[tail]; row < starts[tail + 1]; row++) {
            uint32_t head = heads[row];
            double reached = here + lengths[row];
            if (reached < metres[head]) {
                metres[head] = reached, before[head] = tail;
                PUSH(reached + BOUND(head), head);
            }
        }
    }
    for (*path_count = 0, node = last; node >= 0; node = before[node]) path[(*path_count)++] = node;
    free(metres), free(last_m), free(before), free(done), free(keys), free(names);
    return best;
}
