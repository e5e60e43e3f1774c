-- Gives the past claims that were merged back to the provisional name.
update past_claims set
    subject_id = if(subject_read_as = $provisional_id, subject_read_as, subject_id),
    subject_read_as = nullif(subject_read_as, $provisional_id),
    reference_id = if(reference_read_as = $provisional_id, reference_read_as, reference_id),
    reference_read_as = nullif(reference_read_as, $provisional_id)
where subject_read_as = $provisional_id or reference_read_as = $provisional_id;
