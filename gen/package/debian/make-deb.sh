#!/bin/sh
# `make deb`: what `make install` puts in place, as BUILD/dengbao_VERSION_ARCHITECTURE.deb. Libraries and fonts of other
# packages become dependencies, fonts through links; a font that no package has is carried if debian/copyright knows its
# licence. The same files give the same bytes: all times are that of its changelog. DEB_COMPRESS as dpkg-deb -Z has it.
set -eu
build=${1:-build}
cd "$(dirname "$0")/../../.."
case $build in /*) ;; *) build=$PWD/$build ;; esac
package=gen/package
root=$build/deb/root
doc=$root/usr/share/doc/dengbao
fonts=$root/usr/share/dengbao/fonts
rm -rf "$build/deb"
mkdir -p "$root/DEBIAN" "$doc/examples"
umask 022
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s --no-print-directory BUILD="$build" DESTDIR="$root" PREFIX=/usr install >"$build/deb/log" ||
    { cat "$build/deb/log"; exit 1; }
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/dengbao"

# Faces that no role names stay behind.
packages=
for file in "$fonts/files"/*; do
    name=$(basename "$file")
    rm "$file"
    grep -q "file: $name[,}]" fonts/roles.yaml || continue
    if [ -L "fonts/files/$name" ]; then
        target=$(readlink -f "fonts/files/$name")
        packages="$packages $(dpkg-query -S "$target" | cut -d : -f 1)"
        ln -s --relative "$root$target" "$file"
    elif grep -q "fonts/files/$name\$" $package/debian/copyright; then
        install -m 644 "fonts/files/$name" "$file"
    else
        echo "$package/debian/copyright: no licence of fonts/files/$name" >&2
        exit 1
    fi
done
packages=$(printf '%s\n' $packages | sort -u | paste -s -d , | sed 's/,/, /g')

chmod 755 "$root"/usr/share/dengbao/templates/cluster/*.sbatch
gzip -9n "$root"/usr/share/man/man*/*
gzip -9nc $package/debian/changelog >"$doc/changelog.gz"
gzip -9nc gen/CHANGES.md >"$doc/changes.md.gz"
install -m 644 $package/debian/copyright "$doc/copyright"
cp -r --no-preserve=mode samples/inbox samples/inbox-2025 samples/inbox-plan "$doc/examples/"

SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -l $package/debian/changelog -S Timestamp)
export SOURCE_DATE_EPOCH
echo "fonts:Depends=$packages" >"$build/deb/substvars"
# These look for debian/ where they are started.
cd $package
dpkg-shlibdeps -T"$build/deb/substvars" "$root/usr/bin/dengbao"
dpkg-gencontrol -pdengbao -T"$build/deb/substvars" -f"$build/deb/files" -P"$root"
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs -d '\n' md5sum) >"$root/DEBIAN/md5sums"
chmod -R u+w,go+rX,go-w "$root"
dpkg-deb --root-owner-group -Z"${DEB_COMPRESS:-xz}" --build "$root" "$build" >"$build/deb/log"
ls "$build"/dengbao_*.deb
