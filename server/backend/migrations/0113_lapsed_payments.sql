-- What a gateway held for us lapses where it was neither captured nor voided in time: an end of its
-- own, at which nothing was taken. Rules in docs/PAYMENTS.md.

alter table payments
    drop constraint payments_stage_known,
    add constraint payments_stage_known check (
        stage in ('pending', 'authorised', 'voiding', 'captured', 'declined', 'cancelled', 'voided', 'lapsed')),
    add constraint payments_lapsed_at_gateway check (stage <> 'lapsed' or provider <> 'wallet');
