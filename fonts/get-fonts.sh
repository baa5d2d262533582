#!/bin/sh
# Puts the font files that roles.yaml names into fonts/files: links to the installed Debian packages, and the
# Fandol faces taken out of the downloaded texlive-lang-chinese package without installing TeX.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
files=$here/files
mkdir -p "$files"

link() {
    [ -e "$1" ] || { echo "font file $1 is missing: see PACKAGES in the Makefile" >&2; exit 1; }
    ln -sf "$1" "$files/$(basename "$1")"
}
link /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
link /usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc
link /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
link /usr/share/fonts/opentype/noto/NotoSansCJK-Medium.ttc
link /usr/share/fonts/opentype/noto/NotoSerifCJK-ExtraLight.ttc
link /usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf
link /usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf

fandol='FandolFang-Regular.otf FandolKai-Regular.otf'
complete=yes
for f in $fandol; do [ -s "$files/$f" ] || complete=no; done
[ $complete = yes ] && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '取出字体 FandolFang FandolKai，约 50 MB (fetching fonts)'
# Downloading needs no root; a machine without package lists needs them once.
apt-get download -q texlive-lang-chinese >log 2>&1 ||
    { if [ "$(id -u)" = 0 ]; then apt-get update -q >>log 2>&1; else sudo -n apt-get update -q >>log 2>&1; fi &&
      apt-get download -q texlive-lang-chinese >>log 2>&1; } ||
    { cat log >&2; echo 'run first: sudo apt-get update' >&2; exit 1; }
for f in $fandol; do
    dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb |
        tar -xO "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/$f" >"$f"
    [ -s "$f" ] || { echo "$f is not in texlive-lang-chinese" >&2; exit 1; }
    mv "$f" "$files/$f"
done
