/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
#ifndef TURNPIKE_IPV4_H
#define TURNPIKE_IPV4_H

#include "l4.h"
#include <linux/ip.h>

#define IP_FRAGMENT_BITS bpf_htons(0x3fff) /* more fragments, offset */
#define IP_OFFSET_BITS bpf_htons(0x1fff)

static __always_inline enum parse_result parse_ipv4(struct packet *p, void *context, enum hook hook)
{
	struct iphdr *ip = frame_start(context, hook) + IP_OFFSET;
	if ((void *)(ip + 1) > frame_end(context, hook))
		return MALFORMED;
	__u32 header = ip->ihl * 4;
	__u32 total = bpf_ntohs(ip->tot_len);
	/* What claims to be longer than it is would be counted as what it claims. */
	if (ip->version != 4 || header < sizeof(*ip) || total < header || total > octets_behind_ethernet(context, hook))
		return MALFORMED;
	p->family = AF_INET;
	map_ipv4(&p->key.source, ip->saddr);
	map_ipv4(&p->key.destination, ip->daddr);
	p->key.protocol = ip->protocol;
	p->fragment = ip->frag_off & IP_FRAGMENT_BITS;
	p->first_fragment = !(ip->frag_off & IP_OFFSET_BITS);
	p->ttl = ip->ttl;
	p->l4_offset = IP_OFFSET + header;
	return parse_l4(p, context, hook, total, header);
}

#endif
