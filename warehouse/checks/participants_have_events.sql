-- Participants whose event is not there.
SELECT event_id, participant_role, text FROM event_participants ANTI JOIN events USING (event_id)
