# Starts, times and reaps commands. A small process between Assay and what it measures: a program that is started by a large
# process has that one's memory as its own peak, since Linux keeps ru_maxrss over exec. The protocol: docs/method/commands.md.
#
# Modules of perl-base only. System calls by number, where perl has no function for them: wait4 and waitid (exact CPU time,
# peak memory, a zombie that can still be read), pidfd_open (a wait that can end early), perf_event_open (instructions),
# sched_setaffinity (one CPU), ptrace (what a command calls), fadvise64 (files out of memory), clone3 (a control group of its own).
use strict;
use warnings;
no warnings 'exec';
use Config;
use POSIX ();
use IO::Handle;
use Time::HiRes qw(alarm clock_gettime CLOCK_MONOTONIC);

my %calls = (
    x86_64 => {
        wait4 => 61, waitid => 247, pidfd_open => 434, perf_event_open => 298, prctl => 157, sched_setaffinity => 203,
        ptrace => 101, fadvise64 => 221,
        opens  => [2, 85, 257, 437],                            # open creat openat openat2
        writes => [1, 18, 20, 40, 44, 46, 296, 326, 328],       # write pwrite64 writev sendfile sendto sendmsg pwritev copy_file_range pwritev2
    },
    aarch64 => {
        wait4 => 260, waitid => 95, pidfd_open => 434, perf_event_open => 241, prctl => 167, sched_setaffinity => 122,
        ptrace => 117, fadvise64 => 223,
        opens  => [56, 437],
        writes => [64, 68, 66, 71, 206, 211, 70, 285, 287],
    },
);
my $call = $^O eq 'linux' ? $calls{ (POSIX::uname())[4] } : undefined();
sub undefined { return undef }
# Numbers of 64-bit programs: another perl has others.
unless ($call && $Config{ptrsize} == 8) { print "unable system calls of $^O are not known\n"; exit 1 }

my ($WNOHANG, $WSTOPPED, $WEXITED, $WNOWAIT) = (1, 2, 4, 0x01000000);
my ($STOPPED, $P_ALL, $P_PID, $SUBREAPER) = (5, 0, 1, 36);
my (%arms, $arm);
my $page = POSIX::sysconf(POSIX::_SC_PAGESIZE());
# Commands that are there.
my %running;
# A control group (version 2) of ours, in which each command has one of its own; and how many had.
my ($groups, $grouped) = ($ARGV[0], 0);
$groups = undef unless defined $groups && mkdir $groups;
# The CPU that commands are kept on, and how many turns of theirs before that.
my ($cpu, $freeTurns);
my $isSmall = syscall($call->{prctl}, $SUBREAPER, 1, 0, 0, 0) == 0 ? 1 : 0;
$| = 1;
# The host ends us with our group; what it asked for last is finished or ended with us.
$SIG{PIPE} = sub { exit 1 };

sub now { return clock_gettime(CLOCK_MONOTONIC) }
sub ns { return sprintf '%.0f', $_[0] * 1e9 }

# Waits for a change of state of a process, or of any: its code, and whose it is.
sub look {
    my ($pid, $what) = @_;
    while (1) {
        my $info = "\0" x 128;
        my $failed = syscall($call->{waitid}, $pid ? $P_PID : $P_ALL, $pid, $info, $what, 0) < 0;
        next if $failed && $!{EINTR};
        return if $failed;
        my ($code, $of) = unpack 'x8 i x4 i', $info;
        return ($code, $of);
    }
}

# Until it has ended, or for so many seconds. Returns whether it has ended.
sub await_end {
    my ($pid, $fd, $seconds) = @_;
    my $bits = '';
    vec($bits, $fd, 1) = 1;
    my $until = now() + $seconds;
    while (1) {
        my $left = $until - now();
        return 0 if $left <= 0;
        my $found = select(my $ready = $bits, undef, undef, $left);
        return 1 if $found > 0;
    }
}

# Why there is no such program, or nothing: the shell in between has no way to tell.
sub find {
    my ($one) = @_;
    my ($name, $found) = ($one->{args}[0], '');
    my @places = $name =~ m{/} ? ($name =~ m{^/} ? '' : "$one->{cwd}/") : map { "$_/" } split /:/, $one->{env}{PATH} // '/usr/bin:/bin';
    for my $path (map { "$_$name" } @places) {
        return '' if -f $path && -x _;
        $found = 'exec 13 Permission denied' if -e $path;
    }
    return $found || 'exec 2 No such file or directory';
}

# A new process, in a control group of its own: one that is moved into it later costs ten milliseconds.
my ($CLONE3, $INTO_GROUP, $CLOSE_ON_EXEC, $SIGCHLD) = (435, 1 << 33, 02000000, 17);
sub fork_in_group {
    my $folder = "$groups/" . $grouped++;
    return unless mkdir $folder;
    my $fd = POSIX::open($folder, POSIX::O_RDONLY() | $CLOSE_ON_EXEC);
    my $arguments = pack 'Q11', $INTO_GROUP, 0, 0, 0, $SIGCHLD, 0, 0, 0, 0, 0, $fd // 0;
    my $pid = defined $fd ? syscall($CLONE3, $arguments, length $arguments) : -1;
    POSIX::close($fd) if defined $fd;
    return ($pid, $folder) if $pid >= 0;
    rmdir $folder;
    return;
}

# What its processes have used, and how long all that could compute had no CPU, microseconds.
sub read_group {
    my ($folder) = @_;
    my $used = content("$folder/cpu.stat");
    my ($user) = $used =~ /^user_usec (\d+)/m;
    my ($system) = $used =~ /^system_usec (\d+)/m;
    my ($stalled) = content("$folder/cpu.pressure") =~ /^full .*total=(\d+)/m;
    return ($user, $system, $stalled);
}

# Ends who is left in it. Returns whether there was anybody.
sub end_group {
    my ($folder) = @_;
    my $left = content("$folder/cgroup.events") =~ /^populated 1/m ? 1 : 0;
    for (my $round = 0; $round < 200 && !rmdir $folder; $round++) {
        if (open my $file, '>', "$folder/cgroup.kill") { syswrite $file, '1' }
        select undef, undef, undef, 0.001 if $round;
    }
    return $left;
}

# What comes between: it starts the command from a process of one megabyte and ends, which leaves the command to us. Its peak
# would be ours otherwise, five megabytes. The shell stops itself, and becomes the command when it may go on.
my @between = ('setsid', '--fork', '/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'sh');

# The command, stopped before it becomes itself: nothing of it has run.
sub start {
    my ($one, $isSmall) = @_;
    my $why = find($one);
    pipe(my $said, my $say) or die "pipe: $!";
    if ($why ne '') { syswrite $say, $why; return { said => $said, pid => 0 } }
    my ($forked, $group) = defined $groups ? fork_in_group() : ();
    $groups = undef unless defined $forked;
    $forked //= fork();
    die "fork: $!" unless defined $forked;
    become($one, $isSmall, $say) if $forked == 0;
    close $say;
    my ($code, $pid) = look($isSmall ? 0 : $forked, $WSTOPPED | $WEXITED | $WNOWAIT);
    # The one between ends, and the command stops, in either order. Whoever else has become ours was left by one before.
    while ($isSmall && defined $pid && ($code != $STOPPED || $running{$pid})) {
        kill 'KILL', $pid if $code == $STOPPED;
        waitpid $pid, 0;
        last if $pid == $forked && $? != 0;
        $forked = 0 if $pid == $forked;
        ($code, $pid) = look(0, $WSTOPPED | $WEXITED | $WNOWAIT);
    }
    unless (defined $code && $code == $STOPPED) {
        end_group($group) if defined $group;
        return { said => $said, pid => 0 };
    }
    waitpid $forked, 0 if $isSmall && $forked;
    $running{$pid} = 1;
    look($pid, $WSTOPPED);
    print "started $pid\n";
    my $fd = syscall($call->{pidfd_open}, $pid, 0);
    my $run = { pid => $pid, said => $said, fd => $fd, active => 0, slices => 0, counter => counter($pid) };
    # What was used until here is not the command's.
    @$run{qw(oncpu waiting)} = content("/proc/$pid/schedstat") =~ /^(\d+) (\d+)/;
    $run->{group} = $group;
    @$run{qw(user system stalled)} = read_group($group) if defined $group;
    @$run{qw(minor major)} = content("/proc/$pid/stat") =~ /.*\) \S+ (?:\S+ ){6}(\d+) \d+ (\d+)/s;
    return $run;
}

sub become {
    my ($one, $isSmall, $say) = @_;
    setpgrp 0, 0;
    kill 'STOP', $$ unless $isSmall;
    my $stage = 'cwd';
    if (chdir $one->{cwd}) {
        $stage = 'stdin';
        if (open STDIN, '<', $one->{stdin}) {
            $stage = 'stdout';
            if (open STDOUT, $one->{stdout}[0], $one->{stdout}[1]) {
                $stage = 'stderr';
                if (open STDERR, $one->{stderr}[0], $one->{stderr}[1]) {
                    $stage = 'exec';
                    my @args = ($isSmall ? @between : (), @{ $one->{args} });
                    %ENV = %{ $one->{env} };
                    $SIG{PIPE} = 'DEFAULT';
                    # What commands are heard by is not theirs to write to otherwise.
                    POSIX::close($_) for 3 .. 5;
                    exec { $args[0] } @args;
                }
            }
        }
    }
    syswrite $say, "$stage " . ($! + 0) . " $!";
    POSIX::_exit(127);
}

# Instructions in user mode, of the process and of all that it starts, from exec on; nothing where there is no counter.
sub counter {
    my ($pid) = @_;
    my $flags = 1 | 2 | 1 << 5 | 1 << 6 | 1 << 12; # disabled, inherit, exclude_kernel, exclude_hv, enable_on_exec
    my $attributes = pack 'LLQQQQQLLQ', 0, 64, 1, 0, 0, 0, $flags, 0, 0, 0;
    my $fd = syscall($call->{perf_event_open}, $attributes, $pid, -1, -1, 8);
    return $fd >= 0 ? $fd : undef;
}

sub content {
    my ($path) = @_;
    open my $file, '<', $path or return '';
    local $/;
    my $text = <$file>;
    return defined $text ? $text : '';
}

# Takes the zombie, and tells what it has used.
sub finish {
    my ($name, $run, $late) = @_;
    my $pid = $run->{pid};
    my @told;
    my $before = $run->{oncpu} // 0;
    if (content("/proc/$pid/schedstat") =~ /^(\d+) (\d+)/) {
        push @told, 'oncpu=' . ($1 - $before), 'waiting=' . ($2 - $run->{waiting});
    }
    my $io = content("/proc/$pid/io");
    # Page faults of children that it has waited for.
    my ($children) = content("/proc/$pid/stat") =~ /.*\) \S+ (?:\S+ ){7}(\d+)/s;
    push @told, "read=$1" if $io =~ /^read_bytes: (\d+)/m;
    push @told, "written=$1" if $io =~ /^write_bytes: (\d+)/m;
    my @grouped = defined $run->{group} ? read_group($run->{group}) : ();
    my ($usage, $status) = ("\0" x 144, pack 'i', 0);
    1 while syscall($call->{wait4}, $pid, $status, 0, $usage) < 0 && $!{EINTR};
    my @of = unpack 'q18', $usage;
    my $state = unpack 'i', $status;
    delete $running{$pid};
    # Who is left of its group was started by it, and would run beside the next one.
    1 while waitpid(-$pid, $WNOHANG) > 0;
    my $left = kill(0, -$pid) ? 1 : 0;
    kill 'KILL', -$pid if $left;
    1 while $left && waitpid(-$pid, 0) > 0;
    $left = 1 if defined $run->{group} && end_group($run->{group});
    $left = 1 if end_orphans();
    if (defined $run->{counter}) {
        open my $file, '<&=', $run->{counter};
        my $count = '';
        sysread $file, $count, 8;
        push @told, 'instructions=' . unpack('Q', $count) if length $count == 8;
        close $file;
    }
    POSIX::close($run->{fd}) if $run->{fd} >= 0;
    return if refuse($name, $run);
    my ($user, $system) = ($of[0] * 1e9 + $of[1] * 1e3, $of[2] * 1e9 + $of[3] * 1e3);
    # What came before was mostly the kernel's work, a fork and an exec; the kernel tells the two apart by its ticks.
    my $early = $before < $system ? $before : $system;
    ($user, $system) = ($user - ($before - $early), $system - $early);
    $user = 0 if $user < 0;
    # The group also knows of processes that nobody has waited for.
    ($user, $system) = (1e3 * ($grouped[0] - $run->{user}), 1e3 * ($grouped[1] - $run->{system})) if defined $run->{user} && defined $grouped[1];
    push @told, 'stalled=' . 1e3 * ($grouped[2] - $run->{stalled}) if defined $run->{stalled} && defined $grouped[2];
    push @told, 'from=' . ns($run->{from}), 'wall=' . ns($run->{active}), "user=$user", "system=$system", 'peak=' . $of[4] * 1024;
    push @told, 'tree=' . $run->{tree} * $page if $run->{tree};
    push @told, 'minor=' . ($of[8] - ($run->{minor} // 0)), 'major=' . ($of[9] - ($run->{major} // 0));
    push @told, "voluntary=$of[16]", "involuntary=$of[17]";
    push @told, 'children=' . ($left || $run->{tree} || $children ? 1 : 0);
    push @told, 'exit=' . ($state >> 8 & 255), 'signal=' . ($state & 127);
    push @told, "late=$late", "left=$left", "slices=$run->{slices}";
    print "run $name pid=$pid @told\n";
}

# Processes that its threads have started, and that are there.
sub children_of {
    my ($pid) = @_;
    return map { split ' ', content($_) } glob "/proc/$pid/task/*/children";
}

# Who has left the group of a command is ours as soon as its parent has ended. Returns whether there was anybody.
sub end_orphans {
    return 0 unless $isSmall;
    my $found = 0;
    for (my $round = 0; $round < 100; $round++) {
        my @orphans = grep { !$running{$_} } children_of($$);
        last unless @orphans;
        $found = 1;
        for (@orphans) { kill 'KILL', -$_; kill 'KILL', $_; waitpid $_, 0 }
    }
    return $found;
}

# Tells why it never became the command, if it did not.
sub refuse {
    my ($name, $run) = @_;
    my $complaint = '';
    sysread $run->{said}, $complaint, 400;
    close $run->{said};
    $complaint = 'exec 0 it ended before it began' if !$run->{pid} && $complaint eq '';
    print "failed $name ", unpack('H*', $complaint), "\n" if $complaint ne '';
    return $complaint ne '';
}

# What all its processes have in memory at this moment, where it has more than one.
my $every = 0.02;
sub look_at_tree {
    my ($run) = @_;
    my @all = ($run->{pid});
    for (my $place = 0; $place < @all && @all < 1000; $place++) {
        push @all, children_of($all[$place]);
    }
    return if @all < 2;
    my $pages = 0;
    for (@all) { $pages += $1 if content("/proc/$_/statm") =~ /^\d+ (\d+)/ }
    $run->{tree} = $pages if $pages > ($run->{tree} // 0);
}

# Keeps its first thread on the CPU, and what that one starts from now on. Threads that it has stay free.
sub keep {
    my ($pid) = @_;
    my $mask = "\0" x 128;
    vec($mask, $cpu, 1) = 1;
    syscall($call->{sched_setaffinity}, $pid, 128, $mask);
}

# Lets it run for so many seconds at the most, and adds what that took. Returns whether it has ended.
sub proceed {
    my ($run, $seconds, $stop) = @_;
    my $from = now();
    $run->{from} //= $from;
    keep($run->{pid}) if defined $cpu && $run->{slices} == $freeTurns;
    kill 'CONT', -$run->{pid};
    my ($ended, $until) = (0, $from + $seconds);
    while (!$ended && (my $left = $until - now()) > 0) {
        $ended = await_end($run->{pid}, $run->{fd}, $left < $every ? $left : $every);
        look_at_tree($run) unless $ended || $stop;
    }
    if (!$ended && $stop) {
        $ended = stop($run);
    }
    $run->{active} += now() - $from;
    $run->{slices}++;
    if ($stop && !$ended && $run->{active} - ($run->{looked} // 0) >= $every) {
        $run->{looked} = $run->{active};
        look_at_tree($run);
    }
    return $ended;
}

# Stops it and all of its group. Returns whether it has ended. One that waits for a child of vfork stops only once that has
# gone on, so both get a little more time, and so on until they stop.
sub stop {
    my ($run) = @_;
    for (my $patience = 0.002; ; $patience *= 1.5) {
        kill 'STOP', -$run->{pid};
        my $until = now() + $patience;
        while (now() < $until) {
            my ($code, $of) = look($run->{pid}, $WSTOPPED | $WEXITED | $WNOWAIT | $WNOHANG);
            if (defined $of && $of == $run->{pid}) {
                # The stop is taken, so that the next one is another one.
                look($run->{pid}, $WSTOPPED) if $code == $STOPPED;
                return $code != $STOPPED;
            }
            select undef, undef, undef, 0.00005;
        }
        kill 'CONT', -$run->{pid};
        select undef, undef, undef, $patience / 4;
    }
}

# Asks it to end, and makes it where it does not.
sub end_late {
    my ($run, $grace) = @_;
    kill 'CONT', -$run->{pid};
    kill 'TERM', -$run->{pid};
    return if await_end($run->{pid}, $run->{fd}, $grace);
    kill 'KILL', -$run->{pid};
    look($run->{pid}, $WEXITED | $WNOWAIT);
}

# One command from start to end.
sub run_alone {
    my ($name, $limit, $grace) = @_;
    my $run = start($arms{$name}, $isSmall);
    return refuse($name, $run) unless $run->{pid};
    my $ended = proceed($run, $limit / 1e9, 0);
    end_late($run, $grace / 1e9) unless $ended;
    finish($name, $run, $ended ? 0 : 1);
}

# One command that is followed call by call, which takes longer, so it is not timed: how many system calls it makes from exec on,
# in all its threads and processes; how many bytes it writes by them; which files it opens.
my ($SEIZE, $INTERRUPT, $CALL, $LISTEN, $CALL_INFO) = (0x4206, 0x4207, 24, 0x4208, 0x420e);
my ($FOLLOW, $ANY) = (1 | 2 | 4 | 8 | 16 | 1 << 20, 0x40000000);
sub follow {
    my ($name, $limit, $grace) = @_;
    my $run = start($arms{$name}, $isSmall);
    return refuse($name, $run) unless $run->{pid};
    my $pid = $run->{pid};
    my $isFollowed = syscall($call->{ptrace}, $SEIZE, $pid, 0, $FOLLOW) == 0;
    if ($isFollowed) { syscall($call->{ptrace}, $INTERRUPT, $pid, 0, 0) }
    my ($from, $late, $calls, $written, $begun) = (now(), 0, 0, 0, 0);
    my %opens = map { $_ => 1 } @{ $call->{opens} };
    my %writes = map { $_ => 1 } @{ $call->{writes} };
    my (%inside, %opened);
    local $SIG{ALRM} = sub { kill 'KILL', -$pid if $late++ };
    alarm($limit / 1e9);
    kill 'CONT', -$pid;
    while ($isFollowed) {
        my $status = pack 'i', 0;
        my $of = syscall($call->{wait4}, -1, $status, $ANY, 0);
        if ($of < 0) {
            last unless $!{EINTR};
            if ($late == 1) { kill 'TERM', -$pid; alarm($grace / 1e9) }
            next;
        }
        $status = unpack 'i', $status;
        if (($status & 127) == 0 || ($status & 255) != 127) {
            # It has ended, and with it what is counted.
            if ($of == $pid) { $run->{status} = $status; last }
            next;
        }
        my ($signal, $event) = ($status >> 8 & 255, $status >> 16);
        my $how = $CALL;
        if ($signal == (5 | 128)) {
            my $info = "\0" x 88;
            syscall($call->{ptrace}, $CALL_INFO, $of, 88, $info);
            my ($kind, $number) = unpack 'C x23 q', $info;
            if ($kind == 1) { $inside{$of} = $number; $calls++ if $begun }
            elsif ($kind == 2 && $begun && $number >= 0) {
                my $was = $inside{$of} // -1;
                $written += $number if $writes{$was};
                if ($opens{$was}) { my $path = readlink "/proc/$of/fd/$number"; $opened{$path} = 1 if defined $path && $path =~ m{^/} }
            }
            $signal = 0;
        }
        elsif ($event) {
            # A stop of its whole group is one in which it stays.
            $how = $LISTEN if $event == 128 && $signal != 5 && $begun;
            if ($event == 4) {
                $begun = 1;
                my $path = readlink "/proc/$of/exe";
                $opened{$path} = 1 if defined $path;
            }
            $signal = 0;
        }
        syscall($call->{ptrace}, $how, $of, 0, $signal);
    }
    alarm 0;
    if (!$isFollowed) { kill 'KILL', -$pid; waitpid $pid, 0 }
    kill 'KILL', -$pid;
    1 while waitpid(-$pid, $isFollowed ? $ANY : 0) > 0;
    end_group($run->{group}) if defined $run->{group};
    delete $running{$pid};
    POSIX::close($run->{fd}) if $run->{fd} >= 0;
    if (defined $run->{counter}) { POSIX::close($run->{counter}) }
    return if refuse($name, $run);
    unless ($isFollowed) { print "failed $name ", unpack('H*', 'follow 1 its system calls cannot be followed here'), "\n"; return }
    print 'opened ', unpack('H*', $_), "\n" for sort keys %opened;
    print "called $calls $written\n";
    my $status = $run->{status} // 0;
    print "run $name pid=$pid wall=", ns(now() - $from), ' exit=', $status >> 8 & 255, ' signal=', $status & 127, ' late=', $late ? 1 : 0, " left=0 slices=1\n";
}

# Takes a file out of memory, which only works for what has reached the disk, and what nobody has mapped.
sub evict {
    my ($path) = @_;
    open my $file, '<', $path or return;
    return unless -f $file;
    $file->sync;
    syscall($call->{fadvise64}, fileno $file, 0, 0, 4);
    close $file;
}

# Two commands that take turns of some milliseconds: one is stopped while the other one runs, so whatever the machine does
# meets both. `firsts`: who is first in each turn.
sub run_in_slices {
    my ($limit, $grace, $span, $firsts, @names) = @_;
    my @coins = split //, $firsts;
    my %runs = map { $_ => start($arms{$_}, $isSmall) } @names;
    my %open = map { $_ => 1 } grep { $runs{$_}{pid} || !refuse($_, $runs{$_}) } @names;
    for (my $turn = 0; %open; $turn++) {
        my @order = $coins[$turn % @coins] ? reverse @names : @names;
        for my $name (@order) {
            next unless $open{$name};
            my $run = $runs{$name};
            my $isLast = keys %open == 1;
            my $left = $limit / 1e9 - $run->{active};
            my $ended = proceed($run, $isLast ? $left : $span / 1e9, !$isLast);
            my $late = !$ended && $run->{active} >= $limit / 1e9;
            end_late($run, $grace / 1e9) if $late;
            next unless $ended || $late;
            delete $open{$name};
            finish($name, $run, $late ? 1 : 0);
        }
    }
}

# Whether the way by a small process works here, and the least peak that can be told.
my $nothing = { args => ['/bin/true'], env => { PATH => $ENV{PATH} // '' }, cwd => '/', stdin => '/dev/null', stdout => ['>', '/dev/null'], stderr => ['>', '/dev/null'] };
my $floor = probe_floor(1) // do { $isSmall = 0; probe_floor(0) };
my $isGrouped = defined $groups ? 1 : 0;
print 'ready ', join(' ', 'program=perl', "small=$isSmall", 'floor=' . ($floor // 0), "grouped=$isGrouped"), "\n";
while (my $line = <STDIN>) {
    chomp $line;
    my ($word, @rest) = split / /, $line;
    my $text = pack 'H*', $rest[0] // '';
    if ($word eq 'arm') {
        $arm = { args => [], env => {}, cwd => '/', stdin => '/dev/null', stdout => ['>', '/dev/null'], stderr => ['>', '/dev/null'] };
        $arms{ $rest[0] } = $arm;
    }
    elsif ($word eq 'arg') { push @{ $arm->{args} }, $text }
    elsif ($word eq 'env') { my ($name, $value) = split /=/, $text, 2; $arm->{env}{$name} = $value }
    elsif ($word eq 'cwd' || $word eq 'stdin') { $arm->{$word} = $text }
    elsif ($word eq 'stdout' || $word eq 'stderr') {
        # A descriptor of ours, or a file.
        $arm->{$word} = $rest[0] eq 'fd' ? ['>&', $rest[1]] : ['>', pack 'H*', $rest[1]];
    }
    elsif ($word eq 'mark') { syswrite_all($rest[0], pack 'H*', $rest[1]) }
    elsif ($word eq 'cpu') { ($cpu, $freeTurns) = @rest }
    elsif ($word eq 'evict') { evict($text) }
    elsif ($word eq 'follow') { follow(@rest) }
    elsif ($word eq 'run') { run_alone(@rest) }
    elsif ($word eq 'slices') { run_in_slices(@rest) }
}

# The peak of a program that does nothing; undefined where it does not run.
sub probe_floor {
    my ($small) = @_;
    return undef if $small && !$isSmall;
    my $run = start($nothing, $small);
    return undef unless $run->{pid} && $run->{fd} >= 0;
    proceed($run, 5, 0);
    my ($usage, $status) = ("\0" x 144, pack 'i', 0);
    syscall($call->{wait4}, $run->{pid}, $status, 0, $usage);
    delete $running{ $run->{pid} };
    end_group($run->{group}) if defined $run->{group};
    return unpack('i', $status) == 0 ? (unpack 'q5', $usage)[4] * 1024 : undef;
}

# Says on a descriptor that commands write to that what follows is another one's.
sub syswrite_all {
    my ($fd, $bytes) = @_;
    open my $file, '>&', $fd or return;
    while (length $bytes) {
        my $count = syswrite $file, $bytes;
        return unless defined $count;
        substr $bytes, 0, $count, '';
    }
}
