# The same as supervise.pl, in Python 3.9 or later, for systems without perl. What each answer means is told there; the
# protocol: docs/method/commands.md. Only modules that come with Python, and as few of them as possible: what this process has in
# memory is the least that can be told of a command that it starts itself.
import os
import select
import signal
import sys
import time

if not hasattr(os, 'pidfd_open') or not hasattr(os, 'waitid'):
    print('unable waitid or pidfd_open is missing')
    sys.exit(1)

# What commands are heard by is not theirs to write to otherwise.
for fd in (3, 4, 5):
    try:
        os.set_inheritable(fd, False)
    except OSError:
        pass

arms = {}
to_write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
running = set()
# The CPU that commands are kept on, and how many turns of theirs before that.
cpu, free_turns = None, 0
between = ['setsid', '--fork', '/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'sh']


def become_subreaper():
    """Orphans become ours; prctl is only to be had by ctypes, which some builds of Python lack."""
    try:
        import ctypes

        return ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
    except Exception:
        return False


def say(*words):
    sys.stdout.write(' '.join(str(word) for word in words) + '\n')
    sys.stdout.flush()


def look(pid, what):
    """Waits for a change of state of a process, or of any: whether it has stopped, and whose it is."""
    try:
        found = os.waitid(os.P_PID if pid else os.P_ALL, pid, what)
    except ChildProcessError:
        return None, None
    return found.si_code == os.CLD_STOPPED, found.si_pid


def content(path):
    try:
        with open(path, 'rb') as file:
            return file.read().decode('latin-1')
    except OSError:
        return ''


def schedule(pid):
    words = content('/proc/%d/schedstat' % pid).split()
    return (int(words[0]), int(words[1])) if len(words) == 3 else None


def end_group(pid):
    """Ends who is left of a group; whether anybody was."""
    reap(pid, os.WNOHANG)
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        return 0
    reap(pid, 0)
    return 1


def children_of(pid):
    """Processes that its threads have started, and that are there."""
    try:
        threads = os.listdir('/proc/%d/task' % pid)
    except OSError:
        return []
    lists = [content('/proc/%d/task/%s/children' % (pid, thread)) for thread in threads]
    return [int(child) for one in lists for child in one.split()]


def end_orphans():
    """Who has left the group of a command is ours as soon as its parent has ended; whether there was anybody."""
    found = 0
    for _ in range(100 if small else 0):
        orphans = [pid for pid in children_of(os.getpid()) if pid not in running]
        if not orphans:
            break
        found = 1
        for pid in orphans:
            for end in (os.killpg, os.kill):
                try:
                    end(pid, signal.SIGKILL)
                except OSError:
                    pass
            os.waitpid(pid, 0)
    return found


def reap(group, how):
    try:
        while os.waitpid(-group, how)[0] > 0:
            pass
    except ChildProcessError:
        pass


def find(arm):
    """Why there is no such program, or nothing."""
    name, why = arm['args'][0], 'exec 2 No such file or directory'
    if '/' in name:
        places = [os.path.join(arm['cwd'], name)]
    else:
        places = [os.path.join(place, name) for place in arm['env'].get('PATH', '/usr/bin:/bin').split(':')]
    for path in places:
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return ''
        if os.path.exists(path):
            why = 'exec 13 Permission denied'
    return why


def start(arm, small):
    run = {'pid': 0, 'said': None, 'fd': -1, 'active': 0.0, 'slices': 0, 'why': find(arm)}
    if run['why']:
        return run
    said, to_say = os.pipe()
    forked = os.fork()
    if forked == 0:
        become(arm, small, to_say)
    os.close(to_say)
    run['said'] = said
    options = os.WSTOPPED | os.WEXITED | os.WNOWAIT
    stopped, pid = look(0 if small else forked, options)
    while small and pid is not None and (not stopped or pid in running):
        if stopped:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if pid == forked:
            forked = 0
            if status != 0:
                stopped = False
                break
        stopped, pid = look(0, options)
    if not stopped:
        return run
    if small and forked:
        os.waitpid(forked, 0)
    running.add(pid)
    look(pid, os.WSTOPPED)
    say('started', pid)
    run['pid'], run['fd'] = pid, os.pidfd_open(pid)
    run['before'] = schedule(pid)
    fields = content('/proc/%d/stat' % pid).rpartition(') ')[2].split()
    run['faults'] = (int(fields[7]), int(fields[9])) if len(fields) > 9 else (0, 0)
    return run


def become(arm, small, to_say):
    stage = 'cwd'
    try:
        os.setpgid(0, 0)
        if not small:
            os.kill(os.getpid(), signal.SIGSTOP)
        os.chdir(arm['cwd'])
        for stage, fd, how in (('stdin', 0, os.O_RDONLY), ('stdout', 1, to_write), ('stderr', 2, to_write)):
            kind, value = arm[stage]
            os.dup2(int(value) if kind == 'fd' else os.open(value, how, 0o666), fd)
        stage = 'exec'
        for name in ('SIGPIPE', 'SIGXFSZ'):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        args = (between if small else []) + arm['args']
        os.execvpe(args[0], args, arm['env'])
    except OSError as error:
        os.write(to_say, ('%s %d %s' % (stage, error.errno, error.strerror)).encode())
    os._exit(127)


def refuse(name, run):
    """Tells why it never became the command, if it did not."""
    complaint = run['why']
    if run['said'] is not None:
        complaint = os.read(run['said'], 400).decode('utf-8', 'replace')
        os.close(run['said'])
    if not complaint and not run['pid']:
        complaint = 'exec 0 it ended before it began'
    if complaint:
        say('failed', name, complaint.encode().hex())
    return complaint != ''


def await_end(run, seconds):
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0:
            return False
        if select.select([run['fd']], [], [], left)[0]:
            return True


def signal_group(run, number):
    try:
        os.killpg(run['pid'], number)
    except OSError:
        pass


every = 0.02
page = os.sysconf('SC_PAGESIZE')


def look_at_tree(run):
    """What all its processes have in memory at this moment, where it has more than one."""
    found = [run['pid']]
    for pid in found:
        found += children_of(pid)
        if len(found) > 1000:
            break
    if len(found) < 2:
        return
    pages = sum(int(words[1]) for words in (content('/proc/%d/statm' % pid).split() for pid in found) if words)
    run['tree'] = max(pages, run.get('tree', 0))


def keep(pid):
    try:
        os.sched_setaffinity(pid, {cpu})
    except (AttributeError, OSError):
        pass


def proceed(run, seconds, stop):
    began = time.monotonic()
    run.setdefault('from', began)
    if cpu is not None and run['slices'] == free_turns:
        keep(run['pid'])
    signal_group(run, signal.SIGCONT)
    ended, until = False, began + seconds
    while not ended and time.monotonic() < until:
        ended = await_end(run, min(every, until - time.monotonic()))
        if not ended and not stop:
            look_at_tree(run)
    if not ended and stop:
        ended = halt(run)
    run['active'] += time.monotonic() - began
    run['slices'] += 1
    if stop and not ended and run['active'] - run.get('looked', 0) >= every:
        run['looked'] = run['active']
        look_at_tree(run)
    return ended


def halt(run):
    """Stops it and its group; whether it has ended. One that waits for a child of vfork needs that to go on."""
    patience = 0.002
    while True:
        signal_group(run, signal.SIGSTOP)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            found = os.waitid(os.P_PID, run['pid'], os.WSTOPPED | os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if found is not None:
                if found.si_code != os.CLD_STOPPED:
                    return True
                look(run['pid'], os.WSTOPPED)
                return False
            time.sleep(0.00005)
        signal_group(run, signal.SIGCONT)
        time.sleep(patience / 4)
        patience *= 1.5


def end_late(run, grace):
    signal_group(run, signal.SIGCONT)
    signal_group(run, signal.SIGTERM)
    if await_end(run, grace):
        return
    signal_group(run, signal.SIGKILL)
    look(run['pid'], os.WEXITED | os.WNOWAIT)


def finish(name, run, late):
    pid, told = run['pid'], []
    before, after = run['before'], schedule(pid)
    early = before[0] if before else 0
    if before and after:
        told += ['oncpu=%d' % (after[0] - before[0]), 'waiting=%d' % (after[1] - before[1])]
    fields = content('/proc/%d/stat' % pid).rpartition(') ')[2].split()
    children = len(fields) > 8 and int(fields[8])
    for line in content('/proc/%d/io' % pid).splitlines():
        key, _, value = line.partition(': ')
        if key in ('read_bytes', 'write_bytes'):
            told.append('%s=%s' % ({'read_bytes': 'read', 'write_bytes': 'written'}[key], value))
    _, status, usage = os.wait4(pid, 0)
    running.discard(pid)
    left = end_group(pid)
    left = end_orphans() or left
    os.close(run['fd'])
    if refuse(name, run):
        return
    user, system = round(usage.ru_utime * 1e9), round(usage.ru_stime * 1e9)
    of_system = min(early, system)
    user, system = max(0, user - (early - of_system)), system - of_system
    code, number = (os.WEXITSTATUS(status), 0) if os.WIFEXITED(status) else (0, os.WTERMSIG(status))
    told += ['from=%d' % round(run['from'] * 1e9)]
    told += ['wall=%d' % round(run['active'] * 1e9), 'user=%d' % user, 'system=%d' % system]
    told += ['peak=%d' % (usage.ru_maxrss * 1024)]
    if run.get('tree'):
        told += ['tree=%d' % (run['tree'] * page)]
    told += ['minor=%d' % (usage.ru_minflt - run['faults'][0]), 'major=%d' % (usage.ru_majflt - run['faults'][1])]
    told += ['voluntary=%d' % usage.ru_nvcsw, 'involuntary=%d' % usage.ru_nivcsw]
    told += ['children=%d' % (1 if left or run.get('tree') or children else 0)]
    told += ['exit=%d' % code, 'signal=%d' % number, 'late=%d' % late, 'left=%d' % left, 'slices=%d' % run['slices']]
    say('run', name, 'pid=%d' % pid, *told)


def run_alone(name, limit, grace):
    run = start(arms[name], small)
    if not run['pid']:
        return refuse(name, run)
    ended = proceed(run, limit / 1e9, False)
    if not ended:
        end_late(run, grace / 1e9)
    finish(name, run, 0 if ended else 1)


def run_in_slices(limit, grace, span, firsts, names):
    runs = {name: start(arms[name], small) for name in names}
    still = [name for name in names if runs[name]['pid'] or refuse(name, runs[name])]
    still = [name for name in still if runs[name]['pid']]
    turn = 0
    while still:
        order = list(reversed(names)) if firsts[turn % len(firsts)] == '1' else names
        turn += 1
        for name in order:
            if name not in still:
                continue
            run, is_last = runs[name], len(still) == 1
            ended = proceed(run, limit / 1e9 - run['active'] if is_last else span / 1e9, not is_last)
            late = not ended and run['active'] >= limit / 1e9
            if late:
                end_late(run, grace / 1e9)
            if ended or late:
                still.remove(name)
                finish(name, run, 1 if late else 0)


def new_arm():
    null = ('file', '/dev/null')
    return {'args': [], 'env': {}, 'cwd': '/', 'stdin': null, 'stdout': null, 'stderr': null}


def probe_floor(small):
    arm = new_arm()
    arm.update(args=['/bin/true'], env={'PATH': os.environ.get('PATH', '')})
    run = start(arm, small)
    if not run['pid']:
        return None
    proceed(run, 5, False)
    _, status, usage = os.wait4(run['pid'], 0)
    running.discard(run['pid'])
    os.close(run['fd'])
    return usage.ru_maxrss * 1024 if status == 0 else None


small = become_subreaper()
floor = probe_floor(True) if small else None
if floor is None:
    small = False
    floor = probe_floor(False)
say('ready', 'program=python', 'small=%d' % small, 'floor=%d' % (floor or 0))
arm = None
for line in sys.stdin:
    word, *rest = line.rstrip('\n').split(' ')
    if word == 'arm':
        arm = arms[rest[0]] = new_arm()
    elif word == 'cpu':
        cpu, free_turns = (int(rest[0]), int(rest[1])) if rest else (None, 0)
    elif word == 'follow':
        say('failed', rest[0], b'follow 1 only perl follows system calls'.hex())
    elif word == 'evict':
        pass
    elif word == 'run':
        run_alone(rest[0], float(rest[1]), float(rest[2]))
    elif word == 'slices':
        run_in_slices(float(rest[0]), float(rest[1]), float(rest[2]), rest[3], rest[4:])
    elif word == 'mark':
        os.write(int(rest[0]), bytes.fromhex(rest[1]))
    elif word in ('stdout', 'stderr'):
        arm[word] = ('fd', rest[1]) if rest[0] == 'fd' else ('file', os.fsdecode(bytes.fromhex(rest[1])))
    else:
        text = os.fsdecode(bytes.fromhex(rest[0]))
        if word == 'arg':
            arm['args'].append(text)
        elif word == 'env':
            key, _, value = text.partition('=')
            arm['env'][key] = value
        elif word == 'cwd':
            arm['cwd'] = text
        elif word == 'stdin':
            arm['stdin'] = ('file', text)
