/* Why this exists: umockdev 0.17 lets a program with many threads fork while one of them holds a mutex of
 * the preload library. The child inherits it locked, and about one start of Chromium in twenty never
 * shows a page. Both mutexes are exported, so this holds them over each fork. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t *first, *second;

static void hold(void)
{
    if (first) pthread_mutex_lock(first);
    if (second) pthread_mutex_lock(second);
}

static void release(void)
{
    if (second) pthread_mutex_unlock(second);
    if (first) pthread_mutex_unlock(first);
}

__attribute__((constructor)) static void begin(void)
{
    void *umockdev = dlopen("libumockdev-preload.so.0", RTLD_LAZY | RTLD_NOLOAD);
    if (!umockdev) return;
    first = dlsym(umockdev, "trap_path_lock");
    second = dlsym(umockdev, "ioctl_lock");
    pthread_atfork(hold, release, release);
}
