#!/bin/sh
# A disk of 256 KiB, in a mount of our own; without the right to mount, writes fail by a preloaded
# library as if the disk were full. Nothing half-written may be left under a final name.
mkdir -p "$1/disk"
cat >"$1/go.sh" <<'END'
work=$1 program=$2
"$program" build samples/inbox -o "$work/disk/out" --as-of 2012-06-30 >"$work/said" 2>&1
echo $? >"$work/status"
find "$work/disk" -name '.*' ! -name .dengbao -o -path '*/.dengbao/*' ! -name journal >"$work/left"
for file in $(find "$work/disk" -name '*.pdf'); do tail -c 16 "$file" | grep -q '%%EOF' || echo "$file"; done >>"$work/left"
for file in $(find "$work/disk" -name '*.xlsx'); do unzip -tqq "$file" || echo "$file"; done >>"$work/left"
END
mounted='mount -t tmpfs -o size=256k none "$1/disk" && sh "$1/go.sh" "$1" "$2"'
if unshare -rm true 2>/dev/null; then
    unshare -rm sh -c "$mounted" sh "$1" "$program"
elif unshare -m true 2>/dev/null; then
    unshare -m sh -c "$mounted" sh "$1" "$program"
else
    cat >"$1/full.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
static long left = 262144;
ssize_t write(int file, const void *bytes, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (file > 2 && (left -= (long)size) < 0) { errno = ENOSPC; return -1; }
    return real(file, bytes, size);
}
END
    cc -shared -fPIC -o "$1/full.so" "$1/full.c" -ldl && ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 LD_PRELOAD="$1/full.so" sh "$1/go.sh" "$1" "$program"
fi
cat "$1/said" "$1/left"
[ "$(cat "$1/status")" -eq 3 ] && grep -q OUTPUT_FULL "$1/said" && [ ! -s "$1/left" ]
