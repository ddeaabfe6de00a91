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

static __always_inline __u32 prefix_kind_of(const struct ip_address *address)
{
	struct prefix_key key = {.prefix_length = 128, .address = *address};
	__u32 *kind = bpf_map_lookup_elem(&prefixes, &key);
	return kind ? *kind : 0;
}

/* By which entry a session between the ECS's own address and this peer goes, or why it may not. */
static __always_inline enum drop_reason entry_of(const struct nic *nic, const struct ip_address *own,
						 const struct ip_address *peer, __u8 *entry)
{
	__u32 kind = prefix_kind_of(peer);
	bool public = same_address(own, &nic->public_address);
	if (!public && !same_address(own, &nic->private_address))
		return DROP_SPOOFED;
	if (kind == PREFIX_SLB_LOCAL) {
		*entry = ENTRY_SLB;
		return DROP_NONE;
	}
	if (public) {
		*entry = ENTRY_ECS;
		return nic->flags & NIC_PUBLIC_BANDWIDTH ? DROP_NONE : DROP_NO_PUBLIC_PATH;
	}
	if (kind == PREFIX_PRIVATE) {
		*entry = ENTRY_PRIVATE;
		return DROP_NONE;
	}
	*entry = ENTRY_EIP;
	return nic->flags & NIC_EIP ? DROP_NONE : DROP_NO_PUBLIC_PATH;
}

static __always_inline struct session *open_nic_session(const struct packet *p, const struct nic *nic,
							enum direction direction, enum drop_reason *reason)
{
	__u32 slot;
	__u8 entry = 0;
	bool out = direction == DIRECTION_OUT;
	*reason = entry_of(nic, out ? &p->key.source : &p->key.destination, out ? &p->key.destination : &p->key.source,
			   &entry);
	if (*reason != DROP_NONE)
		return NULL;
	*reason = DROP_TABLE_FULL;
	struct session *s = take_slot(&slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	s->forward.source = p->key.source;
	s->forward.destination = p->key.destination;
	s->forward.source_port = p->key.source_port;
	s->forward.destination_port = p->key.destination_port;
	s->resource = nic->resource;
	s->binding = nic->binding;
	s->vpc = nic->vpc;
	s->observation = OBSERVED_ECS_NIC;
	s->entry = entry;
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
	count_interface(p.ifindex, direction == DIRECTION_OUT ? DIRECTION_IN : DIRECTION_OUT, &p);
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
	if (s->entry == ENTRY_ECS && is_over_limit(s->resource, direction, &p))
		return drop_counted(&p, hook, &owner, DROP_LIMIT);
	touch_session(s, responder, &p);
	count_resource(s, direction, &p);
	return pass(hook);
}

#endif
