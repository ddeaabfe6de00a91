/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Lab only: classifiers that lead the frames of a link through a relay, which loses, delays and reorders some of them.
 * What the relay gives back carries a mark, so that it is not taken again.
 */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define RELAYED 0x54500001
#define MATCH -1
#define NO_MATCH 0

SEC("take")
int relay_take(struct __sk_buff *skb)
{
	if (skb->mark != RELAYED)
		return MATCH;
	skb->mark = 0;
	return NO_MATCH;
}

SEC("give")
int relay_give(struct __sk_buff *skb)
{
	skb->mark = RELAYED;
	return MATCH;
}
