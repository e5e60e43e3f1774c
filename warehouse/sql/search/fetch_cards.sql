-- Grain: claim. Claims by their keys, as they are shown.
select claim, card from claim_cards where claim in ($keys);
