/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#include "proxy.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tc")
int proxy_ingress_tc(struct __sk_buff *skb)
{
	return meter_proxied(skb, true);
}

SEC("tc")
int proxy_egress_tc(struct __sk_buff *skb)
{
	return meter_proxied(skb, false);
}
