-- The shelf, lists and pages ask for the offered variants of a listing. The only index that
-- begins with the listing left the retired ones out, so that it answered none of them: each
-- listing read the whole table.

create index variants_by_listing on variants (listing_id) where offered;
