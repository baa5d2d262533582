#!/bin/sh
# `make install` puts everything below DESTDIR: from there the program makes the same files as from
# the checkout, which it does not need; `make uninstall` leaves nothing. Options stand in the manual
# page and in the completion.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
make_quietly() {
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s --no-print-directory BUILD="$build" DESTDIR="$root" PREFIX=/usr "$@" >"$work/made" 2>&1
}
check() {
    name=$1
    shift
    if "$@"; then echo "ok install-$name"; else
        echo "not ok install-$name"
        head -n 20 "$work/made" "$work/printed" 2>/dev/null
    fi
}

check install make_quietly install
for file in bin/dengbao share/man/man1/dengbao.1 share/man/man5/dengbao-templates.5 \
    share/man/man7/dengbao-cluster.7 share/dengbao/templates/cluster/slurm-shares.sbatch \
    share/dengbao/templates/cluster/kubernetes-join.yaml \
    share/bash-completion/completions/dengbao share/dengbao/templates/editions.yaml share/dengbao/fonts/roles.yaml; do
    check "$file" test -s "$root/usr/$file"
done
check no-links test -z "$(find "$root" -type l)"

"$build/dengbao" build samples/inbox -o "$work/here" --as-of 2012-06-30 --province 江西省 --quiet >"$work/printed" 2>&1
inbox=$PWD/samples/inbox
# Neither the checkout nor its environment: another folder, found by PATH.
(cd "$root" && env -i PATH="$root/usr/bin" dengbao build "$inbox" -o "$work/there" --as-of 2012-06-30 \
    --province 江西省 --quiet) >"$work/printed" 2>&1
check runs test $? -le 1
check same-files diff -r "$work/here" "$work/there"

grep -v OPTION_LATER gen/cli/options.c | sed -n 's/^    {"\([a-z-]*\)", [a-z_]*argument.*/\1/p' | sort -u >"$work/options"
check options-listed test -s "$work/options"
mandoc -T utf8 "$root/usr/share/man/man1/dengbao.1" | sed 's/.\x08//g' >"$work/manual" 2>/dev/null
while read -r option; do
    grep -qe "--$option" "$work/manual" || { echo "  not in dengbao.1: --$option"; missing=1; }
    grep -qe "--$option" gen/cli/completion.bash || { echo "  not completed: --$option"; missing=1; }
done <"$work/options"
check every-option-is-told test -z "$missing"
check diagnostics-in-manual sh -c "grep -q REGION_UNKNOWN '$work/manual' && grep -q SUMS_DISAGREE '$work/manual'"
bash -c '. gen/cli/completion.bash; COMP_WORDS=(dengbao build --as); COMP_CWORD=2; _dengbao; echo "${COMPREPLY[@]}"' >"$work/printed" 2>&1
check completes grep -qx -- --as-of "$work/printed"

check uninstall make_quietly uninstall
check nothing-left test -z "$(find "$root" -type f)"
