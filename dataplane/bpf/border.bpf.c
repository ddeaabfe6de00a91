/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#include "border.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tc")
int border_tc(struct __sk_buff *skb)
{
	return border(skb, HOOK_TC);
}

SEC("xdp")
int border_xdp(struct xdp_md *frame)
{
	return border(frame, HOOK_XDP);
}
