package io.turnpike.billing.http;

import java.util.List;

/**
 * Resources that cannot be as they are declared, beside {@link #BEFORE}.
 *
 * @param field what is wrong, as a pointer into the first resource
 * @param detail the words for it, or some of them
 */
record BadConfiguration(String name, String resource, String field, String detail) {
    /** What is declared already, in order. */
    static final String[] BEFORE = {
        "{'id': 'ecs-bad1', 'kind': 'ECS', 'account': 'acme', 'vpc': 60, 'privateAddress': '10.60.0.1'}",
        "{'id': 'ecs-bad2', 'kind': 'ECS', 'account': 'acme', 'vpc': 60, 'privateAddress': '10.60.0.2'}",
        "{'id': 'eip-bad1', 'kind': 'EIP', 'account': 'acme', 'vpc': 60, 'address': '203.0.113.161',"
                + " 'boundTo': 'ecs-bad1'}",
        "{'id': 'nat-bad', 'kind': 'NAT', 'account': 'acme', 'vpc': 60}",
        "{'id': 'eip-bad-nat', 'kind': 'EIP', 'account': 'acme', 'vpc': 60, 'address': '203.0.113.162',"
                + " 'boundTo': 'nat-bad'}"
    };

    @Override
    public String toString() {
        return name;
    }

    String pointer() {
        return "/resources/0" + field;
    }

    /**
     * All of them.
     *
     * @param chain of a certificate whose key no key server holds, in PEM
     */
    static List<BadConfiguration> all(String chain) {
        return List.of(
                new BadConfiguration(
                        "listener without backends",
                        slb("{'protocol': 'TCP', 'port': 80}"),
                        "/listeners/0/backends",
                        "a listener needs at least one backend"),
                new BadConfiguration(
                        "listener whose backend does not exist",
                        slb("{'protocol': 'TCP', 'port': 80, 'backends': [{'resource': 'ecs-gone', 'port': 80}]}"),
                        "/listeners/0/backends/0/resource",
                        "there is no resource 'ecs-gone'"),
                new BadConfiguration(
                        "listener whose backend group does not exist",
                        slb("{'protocol': 'TCP', 'port': 80, 'group': 'gone'}"),
                        "/listeners/0/group",
                        "there is no group 'gone'"),
                new BadConfiguration(
                        "listener whose backend group is empty",
                        slb("{'protocol': 'TCP', 'port': 80, 'group': 'empty'}")
                                .replace("]}", "], 'groups': [{'id': 'empty', 'kind': 'VSERVER', 'servers': []}]}"),
                        "/listeners/0/group",
                        "the group 'empty' has no servers"),
                new BadConfiguration(
                        "HTTPS listener without certificate",
                        slb("{'protocol': 'HTTPS', 'port': 443, 'backends': [{'resource': 'ecs-bad1', 'port': 80}]}"),
                        "/listeners/0/certificates",
                        "an HTTPS listener needs at least one certificate"),
                new BadConfiguration(
                        "certificate without key",
                        "{'id': 'cert-bad', 'kind': 'CERTIFICATE', 'account': 'acme', 'chain': '"
                                + chain.replace("\n", "\\n") + "'}",
                        "/chain",
                        "no key server holds the private key"),
                new BadConfiguration(
                        "overlapping DNAT",
                        nat(dnat("TCP", ", 'port': 80, 'resourcePort': 80") + ", "
                                + dnat("TCP", ", 'port': 80, 'resourcePort': 81")),
                        "/dnat/1",
                        "overlaps entry 0, which has 'eip-bad-nat' and the same port too"),
                new BadConfiguration(
                        "DNAT of one port of an EIP that is given away whole",
                        nat(dnat("ALL", "") + ", " + dnat("UDP", ", 'port': 53, 'resourcePort': 53")),
                        "/dnat/1",
                        "overlaps entry 0"),
                new BadConfiguration(
                        "EIP bound to what has one already",
                        eip("203.0.113.163", "ecs-bad1", ""),
                        "/boundTo",
                        "'ecs-bad1' is bound to 'eip-bad1' and 'eip-bad'"),
                new BadConfiguration(
                        "address used twice",
                        eip("203.0.113.161", "ecs-bad2", ""),
                        "/address",
                        "203.0.113.161 is used by 'eip-bad1' and 'eip-bad'"),
                new BadConfiguration(
                        "cap of zero",
                        eip("203.0.113.163", "ecs-bad2", ", 'capBitsPerSecond': 0"),
                        "/capBitsPerSecond",
                        "must be an integer from 1 to 1000000000000"),
                new BadConfiguration(
                        "quota of zero",
                        eip("203.0.113.163", "ecs-bad2", ", 'quotaOctetsPerMonth': 0"),
                        "/quotaOctetsPerMonth",
                        "must be an integer from 1 to 1000000000000000000"));
    }

    private static String slb(String listener) {
        return "{'id': 'slb-bad', 'kind': 'SLB', 'account': 'acme', 'vpc': 60, 'address': '203.0.113.160', 'listeners': ["
                + listener + "]}";
    }

    private static String eip(String address, String boundTo, String more) {
        return "{'id': 'eip-bad', 'kind': 'EIP', 'account': 'acme', 'vpc': 60, 'address': '%s', 'boundTo': '%s'%s}"
                .formatted(address, boundTo, more);
    }

    private static String nat(String entries) {
        return "{'id': 'nat-bad', 'kind': 'NAT', 'account': 'acme', 'vpc': 60, 'dnat': [" + entries + "]}";
    }

    private static String dnat(String protocol, String more) {
        return "{'eip': 'eip-bad-nat', 'protocol': '%s', 'resource': 'ecs-bad1'%s}".formatted(protocol, more);
    }
}
