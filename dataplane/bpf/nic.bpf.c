/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#include "nic.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* On the host's end of the interface: what the ECS sends arrives here. */
SEC("tc")
int nic_from_ecs_tc(struct __sk_buff *skb)
{
	return nic(skb, HOOK_TC, DIRECTION_OUT);
}

/* On the host's end of the interface, egress: what the ECS will receive leaves here. */
SEC("tc")
int nic_to_ecs_tc(struct __sk_buff *skb)
{
	return nic(skb, HOOK_TC, DIRECTION_IN);
}

SEC("xdp")
int nic_from_ecs_xdp(struct xdp_md *frame)
{
	return nic(frame, HOOK_XDP, DIRECTION_OUT);
}

/* XDP has no egress, so this one sits on the ECS's end of the interface. */
SEC("xdp")
int nic_to_ecs_xdp(struct xdp_md *frame)
{
	return nic(frame, HOOK_XDP, DIRECTION_IN);
}
