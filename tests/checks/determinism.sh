#!/bin/sh
# Same input, same bytes: twice in one place; from a copy whose files were made in another order; and
# with its inboxes named in another order. Nothing in OUT may know where or when it was made.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_out() {
    name=$1
    shift
    "$build/dengbao" build "$@" -o "$work/$name" --as-of 2012-06-30 --province 江西省 --quiet \
        >"$work/$name.printed" 2>&1
    [ $? -le 1 ] && return
    echo "not ok determinism-$name (build failed)"
    cat "$work/$name.printed"
}

same() {
    if diff -r "$work/$1" "$work/$2" >"$work/diff"; then echo "ok determinism-$3"; else
        echo "not ok determinism-$3"
        head -n 20 "$work/diff"
    fi
}

make_out one samples/inbox
sleep 1
TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 make_out two samples/inbox
same one two 'two runs in other zones of time'

mkdir -p "$work/inbox"
find samples/inbox -type f | sort -r | while read -r file; do
    mkdir -p "$(dirname "$work/inbox/${file#samples/inbox/}")"
    cp "$file" "$work/inbox/${file#samples/inbox/}"
done
make_out copy "$work/inbox"
same one copy 'other order on disk'

mkdir -p "$work/a" "$work/b"
for entry in "$work"/inbox/*; do
    case $entry in *医院*) mv "$entry" "$work/a/" ;; *) mv "$entry" "$work/b/" ;; esac
done
make_out ab "$work/a" "$work/b"
make_out ba "$work/b" "$work/a"
# Names count from the folder that holds all inboxes; the documents of the units do not know them.
if diff -r "$work/one/units" "$work/ab/units" >"$work/diff"; then echo 'ok determinism-two inboxes'; else
    echo 'not ok determinism-two inboxes'
    head -n 20 "$work/diff"
fi
same ab ba 'inboxes named in another order'

# A run over its own output changes nothing and leaves nothing behind.
cp -r "$work/one" "$work/before"
make_out one samples/inbox
same one before 'run again over its own output'
