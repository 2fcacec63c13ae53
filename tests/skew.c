/* Preloaded into a process: its wall clock and the time that it slept are off by what a file says.
   The file holds two numbers: seconds that the wall clock is ahead, and seconds that the machine slept. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long wall, slept;

static void look(void)
{
    static int (*real)(clockid_t, struct timespec *);
    static time_t last = -1;
    struct timespec now;
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    real(CLOCK_MONOTONIC, &now);
    if (now.tv_sec == last) return;
    last = now.tv_sec;
    FILE *file = fopen(getenv("SKEW"), "r");
    long first, second;
    if (!file) return;
    if (fscanf(file, "%ld %ld", &first, &second) == 2) { wall = first; slept = second; }
    fclose(file);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, time);
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE && clock != CLOCK_BOOTTIME) return result;
    look();
    time->tv_sec += clock == CLOCK_BOOTTIME ? slept : wall;
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return result;
}

time_t time(time_t *result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
