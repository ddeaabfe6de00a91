-- A resource is kept as it was declared, in the words of the API: a new kind or field needs no column, and one reader
-- serves both. What was declared before is put into these words.
ALTER TABLE resources ADD COLUMN declaration jsonb;

UPDATE resources SET declaration = declared.document
FROM (
    SELECT r.id, jsonb_strip_nulls(jsonb_build_object(
        'id', r.id,
        'kind', r.kind,
        'account', b.account_id,
        'vpc', b.vpc_id,
        'address', CASE WHEN r.kind IN ('SLB', 'EIP') THEN host(b.public_address) END,
        'publicAddress', CASE WHEN r.kind = 'ECS' THEN host(b.public_address) END,
        -- An EIP's binding has the address of the ECS; its declaration has not.
        'privateAddress', CASE WHEN r.kind = 'ECS' THEN host(b.private_address) END,
        'publicBandwidth', CASE WHEN r.kind = 'ECS' THEN b.public_bandwidth END,
        'boundTo', r.bound_to,
        'localAddresses', CASE WHEN r.kind = 'NODE' THEN to_jsonb(r.local_addresses) END,
        'listeners', CASE WHEN r.kind = 'SLB' THEN (
            SELECT jsonb_agg(jsonb_build_object(
                'protocol', l.protocol,
                'port', l.port,
                'backends', (
                    SELECT jsonb_agg(jsonb_build_object('resource', s.ecs_id, 'port', s.port, 'weight', s.weight)
                                     ORDER BY s.position)
                    FROM backends s WHERE s.resource_id = r.id AND s.listener = l.position)) ORDER BY l.position)
            FROM listeners l WHERE l.resource_id = r.id) END)) AS document
    FROM resources r LEFT JOIN bindings b ON b.resource_id = r.id AND b.valid_to IS NULL) AS declared
WHERE declared.id = resources.id;

ALTER TABLE resources
    ALTER COLUMN declaration SET NOT NULL,
    DROP COLUMN bound_to,
    DROP COLUMN local_addresses;
DROP TABLE backends, listeners;

ALTER TABLE bindings ADD COLUMN ipv6_address inet;
