package io.turnpike.bench.l4;

import java.io.IOException;
import java.util.List;

/** The kernel's own NAT: DNAT to the server, and masquerade, so that it is FULLNAT as well. */
final class Nftables {
    private Nftables() {}

    static void start(Site site) throws IOException {
        site.forwarder().run(List.of("nft", "-f", "-"), """
                table ip bench {
                  chain before {
                    type nat hook prerouting priority dstnat;
                    ip daddr %s dnat to %s
                  }
                  chain after {
                    type nat hook postrouting priority srcnat;
                    oifname %s masquerade
                  }
                }
                """.formatted(Site.VIP, Site.SERVER, Site.BACK));
        // The director does not verify checksums either: that is the hosts' business.
        site.forwarder().run("sysctl", "-qw", "net.netfilter.nf_conntrack_checksum=0");
    }
}
