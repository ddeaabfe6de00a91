package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ECS1;
import static io.turnpike.billing.registry.Declarations.SLB;
import static io.turnpike.billing.registry.Declarations.SLB6;
import static io.turnpike.billing.registry.Declarations.ecs6;
import static io.turnpike.billing.registry.Declarations.refused;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static io.turnpike.billing.registry.Declarations.violations;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Application;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Listener;
import org.junit.jupiter.api.Test;

class ListenerRulesTest {
    private static final String BACKENDS = "backends: [{resource: 'ecs1', port: 80}]";
    private static final String CERTIFICATE = "{id: 'cert-a', kind: 'CERTIFICATE', account: 'acme', chain: 'x'}";

    private static String slb(String listener) {
        return "{id: 'slb-web', kind: 'SLB', account: 'acme', vpc: 1, address: '203.0.113.10', listeners: [" + listener
                + "]}";
    }

    private static String listener(String protocol, String rest) {
        return "{protocol: '" + protocol + "', port: 443, " + rest + "}";
    }

    @Test
    void shouldRefuseAListenerWithoutBackends() {
        refused(
                violations(resources(slb("{protocol: 'TCP', port: 80}"))),
                "/resources/0/listeners/0/backends",
                "at least one backend");
        refused(
                violations(resources(slb("{protocol: 'HTTP', port: 80, backends: []}"))),
                "/resources/0/listeners/0/backends",
                "at least one backend");
    }

    @Test
    void shouldNotBlameOthersForAListenerOfOldThatHasNoBackend() {
        RegistryState old = state(resources(slb("{protocol: 'TCP', port: 80}")));
        assertThat(violations(resources(ECS1), old)).isEmpty();
    }

    @Test
    void shouldRefuseHttpsWithoutCertificateAndCertificatesWithoutHttps() {
        refused(
                violations(resources(ECS1, slb(listener("HTTPS", BACKENDS)))),
                "/resources/1/listeners/0/certificates",
                "needs at least one certificate");
        refused(
                violations(
                        resources(ECS1, slb(listener("HTTP", "certificates: ['cert-a'], " + BACKENDS))),
                        state(resources(CERTIFICATE))),
                "/resources/1/listeners/0/certificates",
                "HTTPS listeners, not for HTTP");
    }

    @Test
    void shouldRefuseCertificatesThatAreUnknownOrOfAnotherAccount() {
        String https = slb(listener("HTTPS", "certificates: ['cert-a'], " + BACKENDS));
        String at = "/resources/1/listeners/0/certificates/0";
        refused(violations(resources(ECS1, https)), at, "no certificate 'cert-a'");
        refused(
                violations(resources(ECS1, https), state(resources(CERTIFICATE.replace("acme", "globex")))),
                at,
                "another account");
        assertThat(violations(resources(ECS1, https), state(resources(CERTIFICATE))))
                .isEmpty();
    }

    @Test
    void shouldRefuseHttpAndTcpOnOnePort() {
        refused(
                violations(resources(ECS1, slb(listener("TCP", BACKENDS) + ", " + listener("HTTP", BACKENDS)))),
                "/resources/1/listeners/1",
                "TCP 443 has a listener already");
        assertThat(violations(resources(ECS1, slb(listener("UDP", BACKENDS) + ", " + listener("HTTP", BACKENDS)))))
                .isEmpty();
    }

    @Test
    void shouldRefuseBackendsWithoutAnIpv6AddressBehindOne() {
        refused(
                violations(resources(ECS1, SLB6)),
                "/resources/1/listeners/0/backends/0/resource",
                "has no ipv6Address");
        assertThat(violations(resources(ecs6("ecs1", 1), SLB6))).isEmpty();
        refused(violations(resources(ECS1), state(resources(ecs6("ecs1", 1), SLB6))), "/resources", "no ipv6Address");
    }

    private static Listener resolved(String slb) {
        RegistryState state = state(resources(ecs6("ecs1", 1), slb));
        var specs = state.resourcesAfter(Declarations.declaration("{}"));
        var spec = Declarations.declaration(resources(slb)).resources().getFirst();
        return ((Configuration.LoadBalancer) ResourceView.of(spec, specs).configuration())
                .listeners()
                .getFirst();
    }

    @Test
    void shouldResolveBackendsToTheFamilyOfTheLoadBalancer() {
        assertThat(resolved(SLB).backends().getFirst().endpoint().address()).isEqualTo(IpAddress.parse("10.0.0.11"));
        assertThat(resolved(SLB6).backends().getFirst().endpoint().address())
                .isEqualTo(IpAddress.parse("2001:db8:10::11"));
    }

    @Test
    void shouldTellTheProxiesWhatIsTheirs() {
        Listener listener = resolved(slb(listener("HTTPS", "certificates: ['cert-a', 'cert-b'], " + BACKENDS)));
        assertThat(listener.protocolIdentifier()).isEqualTo(6);
        assertThat(listener.application()).isEqualTo(Application.HTTPS);
        assertThat(listener.certificates()).containsExactly("cert-a", "cert-b");
    }
}
