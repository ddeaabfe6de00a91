package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ECS1;
import static io.turnpike.billing.registry.Declarations.ECS2;
import static io.turnpike.billing.registry.Declarations.SLB_L4;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.AccessList;
import io.turnpike.flow.Backend;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.GroupMode;
import io.turnpike.flow.HealthCheck;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Scheduler;
import io.turnpike.flow.Scheduling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerOptionsTest {
    private static final String BACKENDS = "backends: [{resource: 'ecs1', port: 80}]";
    private static final Backend ECS1_8443 = backend("ecs1", "10.0.0.11", 8443, 50);

    private static Backend backend(String id, String address, int port, int weight) {
        return new Backend(id, new Endpoint(IpAddress.parse(address), port), weight);
    }

    private static String slb(String options, String... listeners) {
        return "{id: 'slb-web', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.10', " + options
                + " listeners: [" + String.join(", ", listeners) + "]}";
    }

    private static List<Violation> of(String options, String... listeners) {
        return violations(resources(ECS1, ECS2, slb(options, listeners)));
    }

    private static List<Violation> with(String protocol, String option) {
        return of("", "{protocol: '" + protocol + "', port: 80, " + BACKENDS + ", " + option + "}");
    }

    @Test
    void shouldResolveEveryOption() {
        Declaration declaration = Declarations.declaration(resources(ECS1, ECS2, SLB_L4));
        var all = Declarations.state(resources(ECS1, ECS2, SLB_L4)).resourcesAfter(declaration);
        Configuration found =
                ResourceView.of(declaration.resources().getLast(), all).configuration();
        Listener tcp = Listener.transport(6, 443, List.of(ECS1_8443))
                .with(new Scheduling(Scheduler.SCH, GroupMode.WEIGHTED, 3600, 30, 300))
                .withEstablishedTimeout(60)
                .with(new Protection(
                        new ConnectionLimits(1000, 100),
                        100_000_000,
                        50_000_000,
                        new AccessList(AccessList.Action.DENY, List.of(IpPrefix.parse("192.0.2.0/24")))))
                .with(new HealthCheck(
                        new HealthCheck.Http("GET", "/ready", "www.example.com", List.of(2)), 8080, 1, 3, 2, 4));
        List<Backend> pair = List.of(backend("ecs1", "10.0.0.11", 53, 100), backend("ecs2", "10.0.0.12", 53, 100));
        Listener udp = Listener.transport(17, 53, pair)
                .with(new Scheduling(Scheduler.WRR, GroupMode.MASTER_SLAVE, 0, 0, 0))
                .with(new HealthCheck(new HealthCheck.Udp("ping", "pong"), 0, 5, 10, 3, 3));
        Listener range = Listener.transport(6, 2000, List.of(backend("ecs2", "10.0.0.12", 0, 100)))
                .withLastPort(2999)
                .with(Scheduling.DEFAULT.with(Scheduler.TCH));
        assertThat(found)
                .isEqualTo(
                        new Configuration.LoadBalancer(List.of(tcp, udp, range), new ConnectionLimits(100_000, 5_000)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "TCP; scheduler: 'LC'; /scheduler; must be one of [RR, WRR, WLC, SCH, TCH]",
                "TCP; persistenceSeconds: 3601; /persistenceSeconds; from 0 to 3600",
                "TCP; slowStartSeconds: 901; /slowStartSeconds; from 0 to 900",
                "TCP; drainSeconds: 9; /drainSeconds; must be 0 or an integer from 10 to 900",
                "TCP; establishedTimeoutSeconds: 901; /establishedTimeoutSeconds; from 10 to 900",
                "UDP; establishedTimeoutSeconds: 60; /establishedTimeoutSeconds; is for TCP",
                "TCP; lastPort: 79; /lastPort; from 80 to 65535",
                "TCP; maxConnections: 0; /maxConnections; must be an integer from 1",
                "TCP; capOutBitsPerSecond: 0; /capOutBitsPerSecond; must be an integer from 1",
                "TCP; accessList: {action: 'DENY'}; /accessList/prefixes; at least one prefix",
                "TCP; accessList: {action: 'DENY', prefixes: ['2001:db8::/32']}; /accessList/prefixes/0; IPv4 prefix",
                "TCP; accessList: {action: 'DENY', prefixes: ['192.0.2.1/24']}; /accessList/prefixes/0; outside its prefix",
                "TCP; accessList: []; /accessList; must be an object",
                "TCP; healthCheck: {type: 'UDP'}; /healthCheck/type; is for UDP listeners",
                "TCP; healthCheck: {type: 'TCP', path: '/'}; /healthCheck/path; is not a field that is known here",
                "TCP; healthCheck: {type: 'HTTP', path: '/a b'}; /healthCheck/path; must be a path",
                "TCP; healthCheck: {type: 'HTTP', codes: ['200']}; /healthCheck/codes/0; 1xx to 5xx",
                "TCP; healthCheck: {type: 'TCP', intervalSeconds: 51}; /healthCheck/intervalSeconds; from 1 to 50",
                "TCP; healthCheck: {type: 'TCP', healthyThreshold: 1}; /healthCheck/healthyThreshold; from 2 to 10",
                "HTTP; scheduler: 'SCH'; /scheduler; is for TCP and UDP listeners, not for HTTP",
                "HTTP; lastPort: 81; /lastPort; is for TCP and UDP listeners",
                "HTTP; healthCheck: {type: 'TCP'}; /healthCheck; is for TCP and UDP listeners",
                "TCP; group: 'a'; /group; one set of servers",
                "TCP; backendPort: 80; /backendPort; has backends of its own",
            })
    void shouldSayWhatIsWrongWithAnOption(String protocol, String option, String pointer, String detail) {
        assertThat(with(protocol, option)).anySatisfy(violation -> {
            assertThat(violation.pointer()).isEqualTo("/resources/2/listeners/0" + pointer);
            assertThat(violation.detail()).contains(detail);
        });
    }

    @Test
    void shouldRefuseGroupsThatAreMissingTwiceOrNotAPair() {
        String listener = "{protocol: 'TCP', port: 80, group: 'a'}";
        String server = "{resource: 'ecs1', port: 80}";
        refused(of("", listener), "/resources/2/listeners/0/group", "there is no group 'a'");
        refused(
                of("groups: [{id: 'a', kind: 'MASTER_SLAVE', servers: [" + server + "]}],", listener),
                "/resources/2/groups/0/servers",
                "are two");
        String group = "{id: 'a', kind: 'VSERVER', servers: [" + server + "]}";
        refused(of("groups: [" + group + ", " + group + "],", listener), "/resources/2/groups/1/id", "twice");
        refused(
                of("groups: [" + group.replace(", port: 80", "") + "],", listener),
                "/resources/2/listeners/0/group",
                "has no port");
    }

    @Test
    void shouldAskForThePortOfTheDefaultGroup() {
        String listener = "{protocol: 'TCP', port: 80}";
        String standard = "backends: [{resource: 'ecs1'}],";
        refused(of(standard, listener), "/resources/2/listeners/0/backendPort", "is missing");
        assertThat(of(standard, listener.replace("80", "80, lastPort: 90"))).isEmpty();
    }

    @Test
    void shouldRefuseRangesThatOverlapButNotAPortInOne() {
        String first = "{protocol: 'TCP', port: 1000, lastPort: 1999, " + BACKENDS + "}";
        String second = "{protocol: 'TCP', port: 1999, lastPort: 2500, " + BACKENDS + "}";
        String one = "{protocol: 'TCP', port: 1500, " + BACKENDS + "}";
        refused(of("", first, second), "/resources/2/listeners/1", "TCP 1999-2500 overlaps the listener of 1000-1999");
        assertThat(of("", first, one, second.replace("TCP", "UDP"))).isEmpty();
    }

    @Test
    void shouldAskForThePortToProbeBehindARange() {
        String range = "{protocol: 'TCP', port: 1000, lastPort: 1999, backends: [{resource: 'ecs1'}],"
                + " healthCheck: {type: 'TCP'}}";
        refused(of("", range), "/resources/2/listeners/0/healthCheck/port", "is missing");
    }

    @Test
    void shouldRefuseMasterAndSlaveBehindProxies() {
        String pair = "groups: [{id: 'a', kind: 'MASTER_SLAVE', servers: [{resource: 'ecs1', port: 80},"
                + " {resource: 'ecs2', port: 80}]}],";
        refused(
                of(pair, "{protocol: 'HTTP', port: 80, group: 'a'}"),
                "/resources/2/listeners/0/group",
                "TCP and UDP listeners");
        assertThat(of(pair, "{protocol: 'TCP', port: 80, group: 'a'}")).isEmpty();
    }
}
