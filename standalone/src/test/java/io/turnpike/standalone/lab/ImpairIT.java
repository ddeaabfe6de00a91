package io.turnpike.standalone.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links that are made bad, and good again; what is counted stays exact on them. */
@NullMarked
@Order(46)
@ExtendWith(LabStack.Provider.class)
class ImpairIT {
    private static final Pattern SHORTEST = Pattern.compile("min/avg/max/mdev = ([0-9.]+)/");
    private static final Pattern LOST = Pattern.compile("([0-9.]+)% packet loss");

    private final LabStack lab;

    ImpairIT(LabStack lab) {
        this.lab = lab;
    }

    @AfterEach
    void makeGood() {
        lab.turnpike().must("lab", "impair", "--clear");
    }

    private static String ping(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("ping", "-q", "-n"));
        words.addAll(List.of(options));
        words.add("198.51.100.1");
        return Command.attempt(Lab.inside("client1", words), "").output();
    }

    private static double figure(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    @Test
    void shouldDelayBothDirections() throws IOException {
        lab.turnpike().must("lab", "impair", "client1:eth0", "--delay", "30");
        assertThat(figure(SHORTEST, ping("-c", "5", "-i", "0.2"))).isGreaterThanOrEqualTo(60);
        lab.turnpike().must("lab", "impair", "--clear");
        assertThat(figure(SHORTEST, ping("-c", "5", "-i", "0.2"))).isLessThan(60);
    }

    @Test
    void shouldLoseTheShareAskedForInEachDirection() throws IOException {
        lab.turnpike().must("lab", "impair", "client1:eth0", "--loss", "20");
        assertThat(figure(LOST, ping("-c", "500", "-i", "0.01", "-W", "1"))).isBetween(20.0, 55.0);
        lab.turnpike().must("lab", "impair", "--clear");
        assertThat(figure(LOST, ping("-c", "50", "-i", "0.01", "-W", "1"))).isZero();
    }

    /** Beyond the director's counter: the client sees fewer octets than left for it, so it is the near link that is bad. */
    @Test
    void shouldStayExactOverABadLinkToTheBackends() throws IOException, InterruptedException {
        LabStack.offloadsOnBeyondTheClient();
        lab.awaitQuietLedger();
        for (String director : List.of("director1", "director2")) {
            lab.turnpike().must("lab", "impair", director + ":eth1", "--loss", "0.5", "--reorder", "5", "--seed", "1");
        }
        lab.requireExact("slb-web", "SLB", Topology.VIP, "/2MiB");
    }

    @Test
    void shouldSayWhatItTakes() {
        assertThat(lab.turnpike().run("lab", "impair").exitCode()).isEqualTo(2);
        assertThat(lab.turnpike()
                        .run("lab", "impair", "nobody:eth0", "--loss", "1")
                        .err())
                .contains("nobody:eth0", "client1:eth0");
        assertThat(lab.turnpike()
                        .run("lab", "impair", "client1:eth0", "--loss", "200")
                        .err())
                .contains("--loss");
    }
}
