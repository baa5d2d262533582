#!/bin/sh
# A Slurm cluster of two nodes on this machine, run by root: four shares by templates/cluster, one node lost in the middle
# with all its processes, its shares queued again, and a join that waits for them. What comes out is what one run makes,
# byte for byte. Everything stands below a temporary folder, on 127.0.0.1 alone, and is ended by its number.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
work=$(mktemp -d)
DENGBAO_HOME=$PWD PATH=$work/bin:/usr/sbin:$PATH SLURM_CONF=$work/slurm.conf LC_ALL=C
export DENGBAO_HOME PATH SLURM_CONF LC_ALL
begun=$(date +%s)
n_units=40

# end PIDFILE: ends the process whose number stands there.
end() { [ ! -s "$1" ] || kill -9 "$(cat "$1")" 2>/dev/null; }
# Each task writes down who it is before it becomes the program: its share, process, group and keeper (the slurmstepd).
# Those that begin on the first node hold still before their 190th change of the disk, when some papers have their names,
# until they are lost.
mkdir "$work/bin"
${CC:-cc} -shared -fPIC -Wl,--build-id=none -o "$work/kill_at.so" tests/checks/kill_at.c -ldl || echo 'not ok cluster-compiles'
cat >"$work/bin/dengbao" <<END
#!/bin/sh
echo "\$SLURM_ARRAY_TASK_ID \$\$ \$(ps -o pgid= -p \$\$) \$(ps -o ppid= -p \$PPID)" >>"$work/tasks-\$SLURMD_NODENAME"
[ "\$SLURMD_NODENAME" = n2 ] || export LD_PRELOAD="$work/kill_at.so" KILL_AT=190 KILL_BY=STOP
exec "$build/dengbao" "\$@"
END
chmod 755 "$work/bin/dengbao"
# lose NAME: a node with its daemon, the keepers of its tasks, and the tasks.
lose() {
    end "$work/slurmd-$1.pid"
    [ ! -s "$work/tasks-$1" ] || while read -r _ _ group keeper; do
        # the keeper is to see nothing of it, and must outlive the group: orphans that are held still are let go on
        ! grep -qs '^slurmstepd' "/proc/$keeper/cmdline" || kill -STOP "$keeper"
        ! grep -qsF "$work" "/proc/$group/cmdline" || kill -9 "-$group"
        ! grep -qs '^slurmstepd' "/proc/$keeper/cmdline" || kill -9 "$keeper"
    done <"$work/tasks-$1"
}
clean_up() {
    lose n1
    lose n2
    for name in ctld munged; do end "$work/$name.pid"; done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP
say() { if [ "$2" = 0 ]; then echo "ok cluster-$1"; else
    echo "not ok cluster-$1"
    tail -n 8 "$work"/log/* "$work/diff" 2>/dev/null
fi; }
# papers OUT...: their papers by hash and name.
papers() { for folder do (cd "$folder/units" 2>/dev/null && find . -type f -exec sha256sum {} +); done | sort; }
# wait_for SECONDS COMMAND...: until it is true.
wait_for() {
    tries=$(($1 * 10))
    shift
    until "$@" 2>/dev/null; do
        [ $((tries -= 1)) -gt 0 ] || return 1
        sleep 0.1
    done
}

# A cluster of our own, with a key of its own. Ports are chosen by our number, below those given out by the system.
mkdir "$work/state" "$work/log" "$work/spool-n1" "$work/spool-n2" && chmod 755 "$work"
port=$((10000 + $$ % 20000))
dd if=/dev/urandom of="$work/key" bs=128 count=1 2>/dev/null && chmod 400 "$work/key"
munged --force --key-file="$work/key" --socket="$work/munge" --pid-file="$work/munged.pid" --seed-file="$work/seed" \
    --log-file="$work/log/munged"
cat >"$SLURM_CONF" <<END
ClusterName=test
SlurmctldHost=localhost
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool-%n
SlurmctldPidFile=$work/ctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmctldLogFile=$work/log/ctld
SlurmdLogFile=$work/log/slurmd-%n
SlurmctldPort=$port
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=6
SchedulerParameters=batch_sched_delay=0,sched_interval=5
JobRequeue=1
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2
PartitionName=p Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
slurmctld && slurmd -N n1 && slurmd -N n2
are_idle() { [ "$(sinfo -h -N -t idle -o %N | wc -l)" -eq 2 ]; }
wait_for 30 are_idle
say up $?

mkdir "$work/inbox" "$work/out"
{
    echo 单位名称,行政区划代码
    seq "$n_units" | sed 's/.*/第&医院,360102/'
} >"$work/inbox/单位.csv"
{
    echo 所属单位,系统名称,安全保护等级
    seq "$n_units" | sed 's/.*/第&医院,门诊系统,第二级/'
} >"$work/inbox/系统.csv"
"$build/dengbao" build "$work/inbox" -o "$work/whole" --as-of 2012-06-30 --quiet >"$work/log/whole" 2>&1
[ $? -le 1 ]
say one-run $?

cd "$work/log" || exit 1
job=$(sbatch --parsable --hold --array=1-4 "$DENGBAO_HOME/templates/cluster/slurm-shares.sbatch" "$work/inbox" "$work/out" --as-of 2012-06-30)
[ -n "$job" ]
say submitted $?
join=$(sbatch --parsable --dependency="afterok:$job" "$DENGBAO_HOME/templates/cluster/slurm-join.sbatch" "$work/out" 4 "$work/joined")
# In the middle: the shares on the first node have papers and are not whole.
: >"$work/tasks-n1"
scontrol release "$job"
are_in_the_middle() {
    held=
    while read -r k pid _; do
        read -r _ _ state _ <"/proc/$pid/stat" && [ "$state" = T ] || return 1
        held="$held $k"
    done <"$work/tasks-n1"
    [ "$held" ]
}
wait_for 60 are_in_the_middle
say in-the-middle $?
lose n1
papers "$work"/out/[1-4] | grep -q . && echo 'ok cluster-had-papers' || echo 'not ok cluster-had-papers'
for k in $held; do [ ! -e "$work/out/$k/manifest.json" ] || echo "not ok cluster-whole-before-$k"; done
is_queued_again() { scontrol show job "$job" | grep -q 'Restarts=[1-9]'; }
wait_for 60 is_queued_again
say queued-again $?
has_joined() { [ -s "$work/joined/manifest.json" ]; }
wait_for 90 has_joined
say joined $?

diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/whole" "$work/joined" >"$work/diff"
say same-province $?
papers "$work/whole" >"$work/want" && papers "$work"/out/[1-4] | diff "$work/want" - >"$work/diff" && [ -s "$work/want" ]
say same-papers $?
[ -z "$(find "$work/out" -name '.dengbao' -o -name '*.part')" ]
say tidy $?
seconds=$(($(date +%s) - begun))
[ $seconds -le 120 ] && echo "ok cluster-seconds-$seconds" || echo "not ok cluster-seconds ($seconds)"
