#!/bin/sh
# The Debian package: it holds what `make install` puts in place, names every package that its program and fonts are taken
# from, is the same bytes whenever it is made, and from where it is unpacked makes the same files as the build.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
make_quietly() {
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL DEB_COMPRESS=none make -s --no-print-directory BUILD="$build" "$@" >"$work/made" 2>&1
}
check() {
    name=$1
    shift
    if "$@" >"$work/said" 2>&1; then echo "ok deb-$name"; else
        echo "not ok deb-$name"
        head -n 20 "$work/said" "$work/made"
    fi
}
check made make_quietly deb
deb=$(ls "$build"/dengbao_*.deb)
cp "$deb" "$work/first.deb"
check made-again env DEB_COMPRESS=none gen/package/debian/make-deb.sh "$build"
check same-bytes cmp "$work/first.deb" "$deb"
dpkg-deb -x "$deb" "$root"
ln -s /usr/share/fonts "$root/usr/share/fonts"
field() { dpkg-deb -f "$deb" "$1"; }

check version test "$(field Version)" = "$("$build/dengbao" --version | cut -d ' ' -f 2)"
check architecture test "$(field Architecture)" = "$(dpkg --print-architecture)"
check owned-by-root sh -c "! dpkg-deb -c '$deb' | grep -v ' root/root '"
check md5sums sh -c "dpkg-deb --ctrl-tarfile '$deb' | tar -xO ./md5sums | (cd '$root' && md5sum -c --quiet)"
check says-only-what-is-there test "$(dpkg-deb --ctrl-tarfile "$deb" | tar -xO ./md5sums | wc -l)" -eq "$(find "$root" -type f | wc -l)"
make_quietly install DESTDIR="$work/installed" PREFIX=/usr
(cd "$work/installed" && find . -type f ! -path './usr/share/man/*' ! -path '*/fonts/files/*' | sort) >"$work/want"
(cd "$root" && find . -type f | sort) >"$work/got"
check holds-what-is-installed test -z "$(comm -23 "$work/want" "$work/got")"
for page in man1/dengbao.1 man5/dengbao-templates.5 man7/dengbao-cluster.7; do
    check "$page" sh -c "zcat '$root/usr/share/man/$page.gz' | cmp - '$work/installed/usr/share/man/$page'"
done
for file in copyright changelog.gz examples/inbox; do check "$file" test -s "$root/usr/share/doc/dengbao/$file"; done

# Whatever the program is linked to, and each face of a role, belongs to a package that is named.
depends=$(field Depends | sed 's/ ([^)]*)//g; s/, /\n/g')
# is_named FILE: its package is. A merged /usr has two names for it.
is_named() {
    package=$(dpkg-query -S "$1" 2>/dev/null || dpkg-query -S "${1#/usr}") && echo "$depends" | grep -qxF "${package%%:*}"
}
readelf -d "$root/usr/bin/dengbao" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vx 'ld-linux.*' >"$work/needed"
check links-to-libraries test "$(wc -l <"$work/needed")" -ge 10
ldd "$root/usr/bin/dengbao" >"$work/ldd"
while read -r library; do
    check "depends-$library" is_named "$(readlink -f "$(awk -v l="$library" '$1 == l { print $3 }' "$work/ldd")")"
done <"$work/needed"
sed -n 's/.*{file: \([^,}]*\).*/\1/p' fonts/roles.yaml | sort -u >"$work/faces"
check faces test -s "$work/faces"
while read -r face; do
    file=$root/usr/share/dengbao/fonts/files/$face
    if [ -L "$file" ]; then check "depends-$face" is_named "$(readlink -f "$file")"; else check "has-$face" cmp "$file" "fonts/files/$face"; fi
done <"$work/faces"
check no-other-face test "$(ls "$root/usr/share/dengbao/fonts/files" | wc -l)" -eq "$(wc -l <"$work/faces")"

run() { # PROGRAM INBOX OUT
    (cd "$work" && env -i PATH=/usr/bin "$1" build "$2" -o "$3" --as-of 2012-06-30 --quiet --only filing,checklist) >"$work/made" 2>&1
    [ $? -le 1 ]
}
case $build in /*) ;; *) build=$PWD/$build ;; esac
check runs run "$root/usr/bin/dengbao" "$root/usr/share/doc/dengbao/examples/inbox" "$work/there"
check build-runs run "$build/dengbao" "$PWD/samples/inbox" "$work/here"
# The packed program has no symbols, and so a digest of its own.
for folder in here there; do check "$folder-program" sed -i '/^  "program_sha256": /d' "$work/$folder/manifest.json"; done
check same-files diff -r "$work/here" "$work/there"
