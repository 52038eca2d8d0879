-- Copies of some leads' whole lives: `n` is the copy, `later(x)` an instant that many half hours on.

INSERT INTO leads
SELECT 'L-' || (number + n * :lived), state, rep_id, pool, rule, source, source_key || '-' || n, score,
  later(received_at), later(queued_at), later(assigned_at), later(first_touch_at), later(due_at), later(closed_at),
  disposition, version, sla, place, why, offered_to, NULL, NULL, NULL, NULL, round, requires, traits,
  number + n * :lived, grade
FROM copy, leads WHERE number <= :lived ORDER BY n, number;

INSERT INTO events
SELECT seq + n * :entries, later(at), kind, 'L-' || (substr(lead_id, 3) + n * :lived), rep_id, actor, cause, policy, v,
  replace(data, '"' || lead_id || '"', '"L-' || (substr(lead_id, 3) + n * :lived) || '"'), hash
FROM copy, events WHERE seq <= :entries AND lead_id IS NOT NULL ORDER BY n, seq;

INSERT INTO cards
SELECT 'L-' || (substr(lead_id, 3) + n * :lived), name, email, phone, phone_ext, company, job_title, message, consent,
  opt_out, owner_hint, extras, warnings, raw
FROM copy, cards WHERE substr(lead_id, 3) + 0 <= :lived ORDER BY n, lead_id;

INSERT INTO assignments
SELECT id + n * :entries, 'L-' || (substr(lead_id, 3) + n * :lived), rep_id, later(assigned_at), later(ended_at), how,
  ended_by
FROM copy, assignments WHERE id <= :entries ORDER BY n, id;

INSERT INTO keys
SELECT source, source_key || '-' || n, 'L-' || (substr(lead_id, 3) + n * :lived) FROM copy, keys;
