#!/bin/sh
# The files of templates/cluster. Kubernetes: objects of the kinds and members that its interface has, and their commands,
# run here by number, make what one run makes. Slurm: tests/cluster.sh, where it is installed and we are root.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
DENGBAO_HOME=$PWD PATH=$build:$PATH
export DENGBAO_HOME PATH
say() { if [ "$2" = 0 ]; then echo "ok cluster-$1"; else
    echo "not ok cluster-$1"
    head -n 10 "$work/said" "$work/diff" 2>/dev/null
fi; }

for name in shares join; do
    python3 - "templates/cluster/kubernetes-$name.yaml" "$work/$name" >"$work/said" 2>&1 <<'END'
import re, sys, yaml
TREE = {"apiVersion": str, "kind": str, "metadata": {"name": str}, "spec": {
    "completionMode": str, "completions": int, "parallelism": int, "backoffLimit": int,
    "podFailurePolicy": {"rules": [{"action": str, "onExitCodes": {"operator": str, "values": [int]},
                                    "onPodConditions": [{"type": str, "status": str}]}]},
    "template": {"spec": {"restartPolicy": str, "containers": [{
        "name": str, "image": str, "command": [str], "env": [{"name": str, "value": str}],
        "resources": {"requests": {"cpu": str, "memory": str}, "limits": {"memory": str}},
        "volumeMounts": [{"name": str, "mountPath": str, "readOnly": bool}]}],
        "volumes": [{"name": str, "persistentVolumeClaim": {"claimName": str, "readOnly": bool}}]}}}}
def hold(value, shape, place):
    if isinstance(shape, dict):
        assert isinstance(value, dict), place
        for key in value:
            assert key in shape, f"{place}.{key}"
            hold(value[key], shape[key], f"{place}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list) and value, place
        for one in value:
            hold(one, shape[0], place + "[]")
    else:
        assert type(value) is shape, f"{place}: {value!r}"
job = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
hold(job, TREE, "job")
assert job["apiVersion"] == "batch/v1" and job["kind"] == "Job"
spec, pod = job["spec"], job["spec"]["template"]["spec"]
box = pod["containers"][0]
env = {e["name"]: e["value"] for e in box["env"]}
assert pod["restartPolicy"] == "Never"  # podFailurePolicy asks for it
assert {m["name"] for m in box["volumeMounts"]} == {v["name"] for v in pod["volumes"]}
assert {m["mountPath"] for m in box["volumeMounts"]} == {v for v in env.values() if v.startswith("/")}
assert set(re.findall(r"\bdengbao (\w+)", box["command"][2])) <= {"build", "report"}
if "completions" in spec:
    assert spec["completionMode"] == "Indexed" and int(env["SHARES"]) == spec["completions"]
assert box["command"][:2] == ["sh", "-c"]
open(sys.argv[2], "w", encoding="utf-8").write(box["command"][2])
END
    say "kubernetes-$name" $?
done

INBOX=$PWD/samples/inbox OUT=$work/out SHARES=3 AS_OF=2012-06-30
export INBOX OUT SHARES AS_OF
mkdir "$OUT"
for index in 0 1 2; do
    JOB_COMPLETION_INDEX=$index sh -c "$(cat "$work/shares")" >"$work/said" 2>&1
    say "share-$index" $?
done
sh -c "$(cat "$work/join")" >"$work/said" 2>&1
say join $?
dengbao build "$INBOX" -o "$work/whole" --as-of "$AS_OF" --quiet >"$work/said" 2>&1
diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/whole" "$OUT/joined" >"$work/diff"
say same-province $?
papers() { (cd "$1" && find ./*/ -path '*units/*' -type f -printf '%P\n' | sed 's,^[^/]*/units/,,; s,^units/,,' | LC_ALL=C sort); }
mkdir "$work/one" && mv "$work/whole" "$work/one/1" && rm -rf "$OUT/joined"
papers "$work/one" >"$work/want" && papers "$OUT" | diff "$work/want" - >"$work/diff" && [ -s "$work/want" ]
say same-papers $?
JOB_COMPLETION_INDEX=0 INBOX=$work/nowhere OUT=$work/none sh -c "$(cat "$work/shares")" >"$work/said" 2>&1
[ $? -ge 2 ]
say failure-is-told $?

if [ "$(id -u)" = 0 ] && command -v sbatch munged >/dev/null; then exec tests/cluster.sh "$build"; fi
echo 'skipped cluster-slurm: 需要 root 和 make setup-cluster (needs root and Slurm)'
