/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Interface of an ECS: counts what passes, and refuses what has no public path. It translates nothing. */
#ifndef TURNPIKE_NIC_H
#define TURNPIKE_NIC_H

#include "forward.h"

/* By interface index. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct nic);
} nics SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, struct prefix_key);
	__type(value, __u32);
} prefixes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct vpc_address);
	__type(value, __u32);
} vpc_addresses SEC(".maps");

static __always_inline __u32 prefix_kind_of(const struct nic *nic, const struct ip_address *address)
{
	struct vpc_address own = {.vpc = nic->vpc, .address = *address};
	struct prefix_key key = {.prefix_length = 128, .address = *address};
	if (bpf_map_lookup_elem(&vpc_addresses, &own))
		return PREFIX_PRIVATE;
	__u32 *kind = bpf_map_lookup_elem(&prefixes, &key);
	return kind ? *kind : 0;
}

enum own_address { OWN_NONE, OWN_PUBLIC, OWN_PRIVATE, OWN_IPV6 };

static __always_inline enum own_address own_address_of(const struct nic *nic, const struct ip_address *address)
{
	if (is_unspecified(address))
		return OWN_NONE;
	if (same_address(address, &nic->public_address))
		return OWN_PUBLIC;
	if (same_address(address, &nic->private_address))
		return OWN_PRIVATE;
	return same_address(address, &nic->ipv6_address) ? OWN_IPV6 : OWN_NONE;
}

/* By which entry the ECS's private address meets the Internet; an EIP of its own goes before a NAT gateway. */
static __always_inline enum drop_reason outside_entry(const struct nic *nic, enum direction direction, __u8 *entry)
{
	bool out = direction == DIRECTION_OUT;
	*entry = nic->flags & NIC_EIP ? ENTRY_EIP : out ? ENTRY_SNAT : ENTRY_DNAT;
	return nic->flags & (NIC_EIP | (out ? NIC_SNAT : NIC_DNAT)) ? DROP_NONE : DROP_NO_PUBLIC_PATH;
}

/* By which entry a session between the ECS's own address and this peer goes, or why it may not. */
static __always_inline enum drop_reason entry_of(const struct nic *nic, const struct ip_address *own,
						 const struct ip_address *peer, enum direction direction, __u8 *entry)
{
	__u32 kind = prefix_kind_of(nic, peer);
	enum own_address which = own_address_of(nic, own);
	if (which == OWN_NONE)
		return DROP_SPOOFED;
	if (kind == PREFIX_SLB_LOCAL || kind == PREFIX_SLB_CHECKER) {
		*entry = ENTRY_SLB;
		return DROP_NONE;
	}
	if (which == OWN_PUBLIC) {
		*entry = ENTRY_ECS;
		return nic->flags & NIC_PUBLIC_BANDWIDTH ? DROP_NONE : DROP_NO_PUBLIC_PATH;
	}
	if (kind == PREFIX_PRIVATE) {
		*entry = ENTRY_PRIVATE;
		return DROP_NONE;
	}
	if (which == OWN_IPV6) {
		*entry = ENTRY_IPV6GW;
		return nic->flags & NIC_IPV6GW ? DROP_NONE : DROP_NO_PUBLIC_PATH;
	}
	return outside_entry(nic, direction, entry);
}

/* What a director's checker opened; what an ECS opens towards one is no probe. */
static __always_inline __u8 nic_mark_of(const struct packet *p, const struct nic *nic, enum direction direction)
{
	return direction == DIRECTION_IN && prefix_kind_of(nic, &p->key.source) == PREFIX_SLB_CHECKER ? MARK_PROBE
												      : MARK_NONE;
}

static __always_inline struct session *open_nic_session(const struct packet *p, const struct nic *nic,
							enum direction direction, enum drop_reason *reason)
{
	__u32 slot;
	__u8 entry = 0;
	bool out = direction == DIRECTION_OUT;
	*reason = entry_of(nic, out ? &p->key.source : &p->key.destination, out ? &p->key.destination : &p->key.source,
			   direction, &entry);
	if (*reason == DROP_NONE && p->icmp == ICMP_ERROR)
		*reason = DROP_NO_SESSION;
	if (*reason != DROP_NONE)
		return NULL;
	*reason = DROP_TABLE_FULL;
	struct session *s = take_slot(&slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	leave_untranslated(s);
	s->resource = nic->resource;
	s->binding = nic->binding;
	s->vpc = nic->vpc;
	s->observation = OBSERVED_ECS_NIC;
	s->entry = entry;
	s->mark = nic_mark_of(p, nic, direction);
	s->initiator_side = out ? SIDE_PRIVATE : SIDE_PUBLIC;
	*reason = publish_session(s, slot);
	return *reason == DROP_NONE ? s : NULL;
}

static __always_inline int nic(void *context, enum hook hook, enum direction direction)
{
	struct packet p;
	enum parse_result parsed = parse(&p, context, hook);
	if (parsed == NOT_OURS)
		return pass(hook);
	struct nic *nic = bpf_map_lookup_elem(&nics, &p.ifindex);
	if (!nic)
		return pass(hook);
	/* Neither metered nor refused, as ARP is not: it stays on the cable between the ECS and its host. */
	if (parsed == PARSED && belongs_to_link(&p))
		return pass(hook);
	if (direction == DIRECTION_OUT)
		p.arrival = count_interface(p.ifindex, DIRECTION_IN, &p);
	else
		p.departure = count_interface(p.ifindex, DIRECTION_OUT, &p);
	struct drop_owner owner = {
	    .resource = nic->resource,
	    .binding = nic->binding,
	    .vpc = nic->vpc,
	    .observation = OBSERVED_ECS_NIC,
	    .direction = direction,
	};
	if (parsed == MALFORMED)
		return drop_counted(&p, hook, &owner, DROP_MALFORMED);
	p.key.scope = nic->scope;
	__u32 responder = 0;
	enum drop_reason reason = DROP_NONE;
	struct session *s = find_session(&p.key, &responder);
	if (!s)
		s = open_nic_session(&p, nic, direction, &reason);
	if (!s)
		s = find_twin(&p, reason, &responder);
	if (!s)
		return drop_counted(&p, hook, &owner, reason);
	/* All other entries have their limit where they are billed. */
	if (s->entry == ENTRY_ECS && is_over_limit(s->resource, direction, &p, hook))
		return drop_counted(&p, hook, &owner, DROP_LIMIT);
	touch_session(s, responder, &p, seen_ns());
	count_resource(s, direction, &p);
	return pass(hook);
}

#endif
