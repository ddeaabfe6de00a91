package io.turnpike.standalone.supervise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process and all it started: its descendants, and the members of its session whose parent is gone (each part leads
 * a session of its own).
 */
final class ProcessTree {
    private ProcessTree() {}

    static List<ProcessIdentity> of(ProcessIdentity leader) {
        var found = new LinkedHashMap<Long, ProcessIdentity>();
        members(leader).forEach(member -> found.putIfAbsent(member.pid(), member));
        return new ArrayList<>(found.values());
    }

    private static Stream<ProcessIdentity> members(ProcessIdentity leader) {
        if (!leader.isOfThisBoot()) {
            return Stream.empty();
        }
        var descendants = leader.handle().stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .map(ProcessHandle::pid);
        return Stream.concat(descendants, sessionOf(leader)).flatMap(pid -> ProcessIdentity.of(pid).stream());
    }

    /** A session number is not used again while it has members, so a leader of that number must be ours or gone. */
    private static Stream<Long> sessionOf(ProcessIdentity leader) {
        var holder = ProcessStat.of(leader.pid());
        if (holder.isPresent() && holder.get().startTicks() != leader.startTicks()) {
            return Stream.empty();
        }
        return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> isMember(pid, leader));
    }

    private static boolean isMember(long pid, ProcessIdentity leader) {
        return ProcessStat.of(pid)
                .filter(stat -> stat.session() == leader.pid() && stat.startTicks() >= leader.startTicks())
                .isPresent();
    }
}
