-- A listing's history holds from now on what its goods weigh and measure and by which template they are sent. The
-- version that each listing has is told what is known, so that the next change of it shows; older ones do not know.

alter table listing_versions disable trigger listing_versions_append_only;
update listing_versions h
set state = h.state || jsonb_build_object('postage', jsonb_build_object(
    'template', l.postage_template_id,
    'variants', (select coalesce(jsonb_object_agg(v.id::text, jsonb_build_array(
                            v.weight_g,
                            case when v.length_cm is not null
                                 then jsonb_build_array(v.length_cm, v.width_cm, v.height_cm) end)), '{}')
                 from variants v where v.listing_id = l.id and not v.retired)))
from listings l
where l.id = h.listing_id and l.version = h.version;
alter table listing_versions enable trigger listing_versions_append_only;
