package io.turnpike.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceTableTest {
    private static String row(String json) {
        try {
            List<String> lines = ResourceTable.lines(Json.MAPPER.readTree(json));
            assertThat(lines).hasSize(2);
            return lines.getLast().replaceAll(" {2,}", "|");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void shouldShowListenersWithTheirCertificates() {
        assertThat(row("""
                {"id":"slb-l7","kind":"SLB","account":"acme","address":"203.0.113.11","listeners":[
                 {"protocol":"HTTP","port":80,"certificates":[]},
                 {"protocol":"HTTPS","port":443,"certificates":["cert-a","cert-b"]}]}""")).isEqualTo("slb-l7|SLB|acme|203.0.113.11|-|-|-|HTTP:80 HTTPS:443(cert-a|cert-b)");
    }

    @Test
    void shouldShowTheEntriesOfANatGateway() {
        assertThat(row("""
                {"id":"nat1","kind":"NAT","account":"acme","snat":[{"source":"10.0.0.13/32","eips":["a","b"]}],
                 "dnat":[{"eip":"c","protocol":"TCP","port":8080,"resource":"ecs3","resourcePort":80},
                         {"eip":"d","protocol":"ALL","port":null,"resource":"ecs3","resourcePort":null}]}""")).isEqualTo("nat1|NAT|acme|-|-|-|-|10.0.0.13/32>a|b c:TCP:8080>ecs3:80 d:ALL>ecs3");
    }

    @Test
    void shouldShowBothAddressesOfAnEcsAndWhatANodeHas() {
        assertThat(row("""
                {"id":"ecs1","kind":"ECS","account":"acme","address":null,"privateAddress":"10.0.0.11",
                 "ipv6Address":"2001:db8:10:0:0:0:0:11","role":null}""")).contains("|10.0.0.11 2001:db8:10:0:0:0:0:11|");
        assertThat(row("""
                {"id":"proxy1","kind":"NODE","role":"PROXY","localAddresses":["100.64.2.1/32"],
                 "ingressAddresses":["172.31.16.11"]}""")).endsWith("|PROXY 100.64.2.1/32 at 172.31.16.11");
    }

    @Test
    void shouldShowCapAndQuota() {
        assertThat(row("""
                {"id":"eip","kind":"EIP","capBitsPerSecond":5000000,"quotaOctetsPerMonth":10000000}""")).contains("|5,000,000 bit/s, 10,000,000 octets/month|");
    }
}
