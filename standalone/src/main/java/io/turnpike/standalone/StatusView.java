package io.turnpike.standalone;

import io.turnpike.cli.Table;
import io.turnpike.standalone.supervise.PartState;
import io.turnpike.standalone.supervise.Phase;
import io.turnpike.standalone.supervise.ProcessIdentity;
import io.turnpike.standalone.supervise.StackState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a stack for people. */
record StatusView(StackState state) {
    List<String> lines() {
        var table = new Table("PART", "STATE", "PID", "PORT", "UPTIME", "RESTARTS", "DETAIL");
        for (var part : state.parts()) {
            table.row(List.of(
                    part.name(),
                    phase(part),
                    pid(part.process()),
                    part.port() == 0 ? "-" : Integer.toString(part.port()),
                    part.startedMillis() == 0 ? "-" : uptime(part.startedMillis()),
                    Integer.toString(part.restarts()),
                    part.detail()));
        }
        return table.lines();
    }

    /** A supervisor that was killed leaves the last state it saw; what counts is what runs. */
    private static String phase(PartState part) {
        boolean died = part.phase() == Phase.UP && !part.isHealthy();
        return died ? "dead" : part.phase().name().toLowerCase(Locale.ROOT);
    }

    private static String pid(@Nullable ProcessIdentity process) {
        return process == null ? "-" : Long.toString(process.pid());
    }

    private static String uptime(long startedMillis) {
        var age = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - startedMillis));
        if (age.toDays() > 0) {
            return age.toDays() + "d " + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h " + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m " + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }
}
