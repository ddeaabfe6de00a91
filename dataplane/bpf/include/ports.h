/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Chooses the translated source port of a session. The session index itself says whether a port is free for this peer,
 * so that two CPUs can never choose the same.
 */
#ifndef TURNPIKE_PORTS_H
#define TURNPIKE_PORTS_H

#include "forward.h"

#define PORT_TRIES 16

/* The tries of one session lie far apart, whatever it begins with. */
static __always_inline __u32 next_choice(__u32 start, __u32 attempt)
{
	return start + attempt * 0x9e3779b1u;
}

static __always_inline bool is_resting(const struct flow_key *back)
{
	__u64 *until = bpf_map_lookup_elem(&resting_ports, back);
	return until && *until > bpf_ktime_get_ns();
}

/*
 * Takes the port that the choice falls on, by the key that the responder's packets will have; false if it is taken, or
 * rests. The control process lays a port to rest before it takes the key out of the index, so this order misses none.
 */
static __always_inline bool bind_port(struct session *s, __u32 slot, __u32 choice, __u16 first, __u16 last)
{
	struct scratch *room = find_scratch();
	if (!room)
		return false;
	struct flow_key *back = &room->back;
	__u32 ports = (__u32)last - first + 1;
	s->forward.source_port = bpf_htons(first + (choice >> 8) % ports);
	responder_key(back, s);
	if (index_session(back, slot, 1) != 0)
		return false;
	if (!is_resting(back))
		return true;
	unindex_session(back, slot, 1);
	return false;
}

/* The second half of publishing a session whose port is bound, or the end of one for which there was none. */
static __always_inline enum drop_reason publish_bound_session(struct session *s, __u32 slot, enum drop_reason bound)
{
	struct scratch *room = find_scratch();
	if (bound == DROP_NONE && index_session(&s->key, slot, 0) == 0) {
		activate_session(s);
		return DROP_NONE;
	}
	if (bound == DROP_NONE) {
		if (room)
			unindex_session(&room->back, slot, 1);
		bound = DROP_TABLE_FULL;
	}
	abandon_session(s);
	return bound;
}

#endif
