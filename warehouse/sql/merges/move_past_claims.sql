-- Gives the past claims about a provisional name, and those that compare with it, to the entity that it stands for.
update past_claims set
    subject_id = if(subject_id = $provisional_id, $entity_id, subject_id),
    subject_read_as = if(subject_id = $provisional_id, $provisional_id, subject_read_as),
    reference_id = if(reference_id = $provisional_id, $entity_id, reference_id),
    reference_read_as = if(reference_id = $provisional_id, $provisional_id, reference_read_as)
where subject_id = $provisional_id or reference_id = $provisional_id;
