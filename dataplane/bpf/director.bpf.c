/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#include "director.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tc")
int director_tc(struct __sk_buff *skb)
{
	return director(skb, HOOK_TC);
}

SEC("xdp")
int director_xdp(struct xdp_md *frame)
{
	return director(frame, HOOK_XDP);
}

/* On the interfaces towards the servers, egress: what this host itself sends. */
SEC("tc")
int director_probe_tc(struct __sk_buff *skb)
{
	return meter_probe(skb);
}
