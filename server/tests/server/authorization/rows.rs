//! The table, asked from top to bottom. One letter an asker, in the order
//! stranger, guest, other buyer, other shop, staff, clerk, owner, buyer:
//!
//! - `o` is answered (or sent on to another page)
//! - `y` gets past the door; the rules may still refuse, as when somebody was there before
//! - `r` is refused
//! - `s` is told to sign in
//! - `n` is told that there is no such thing

pub struct Row {
    /// A function's address, or a page's route.
    pub path: &'static str,
    /// What it is asked with: a form or query; for pages the whole address.
    pub fields: &'static str,
    pub answers: &'static str,
    /// What the test of hostile values begins with, where the row's own fields cannot be taken
    /// there: they are refused on purpose, or live on what an earlier row has done.
    pub meant: Option<&'static str>,
    /// Why no call is taken there, where none can be.
    pub refused: Option<&'static str>,
}

impl Row {
    const fn meant(mut self, fields: &'static str) -> Self {
        self.meant = Some(fields);
        self
    }

    const fn refused(mut self, why: &'static str) -> Self {
        self.refused = Some(why);
        self
    }
}

const fn row(path: &'static str, fields: &'static str, answers: &'static str) -> Row {
    Row {
        path,
        fields,
        answers,
        meant: None,
        refused: None,
    }
}

#[rustfmt::skip]
pub const FUNCTIONS: &[Row] = &[
    // Everybody
    row("/api/platform/visitor/load_visitor", "", "oooooooo"),
    row("/api/platform/preferences/set_language", "lang=en&back=/", "oooooooo"),
    row("/api/platform/preferences/set_currency", "currency=USD", "oooooooo"),
    row("/api/platform/preferences/set_theme", "theme=dark&back=/", "oooooooo"),
    row("/api/trade/search/load_home", "", "oooooooo"),
    row("/api/trade/search/find_goods", "request[query]=tea&request[sort]=relevance&request[page]=1", "oooooooo"),
    row("/api/trade/search/suggest", "typed=te", "oooooooo"),
    row("/api/trade/search/load_category", "request[query]=&request[sort]=relevance&request[page]=1&request[category]=tea", "oooooooo"),
    row("/api/trade/catalog/load_product", "shop=tea&listing=tea", "oooooooo"),
    row("/api/trade/shop/load_shop_page", "request[query]=&request[sort]=relevance&request[page]=1&request[shop]=tea", "oooooooo"),
    row("/api/trade/seen/load_seen", "", "oooooooo"),
    row("/api/trade/seen/clear_seen", "", "oooooooo"),
    row("/api/trade/seen/remember_seen", "on=true", "oooooooo"),
    row("/api/trade/wishlist/set_wish", "wish={listing}", "oooooooo"),
    row("/api/trade/wishlist/load_wishlist", "", "oooooooo"),
    row("/api/trade/wishlist/load_shared_wishlist", "key=nobodys", "nnnnnnnn")
        .meant("key={wishlist}"),
    row("/api/trade/wishlist/share_wishlist", "on=true", "sooooooo"),
    row("/api/trade/wishlist/choose_letters", "on=false", "sooooooo"),
    row("/api/trade/wishlist/move_to_cart", "wish={listing}&variant={variant}", "soyyyyyy"),

    // A cart
    row("/api/trade/cart/load_cart", "", "oooooooo"),
    row("/api/trade/cart/add_to_cart", "variant={variant}&quantity=1", "oooooooo"),
    row("/api/trade/cart/set_quantity", "variant={variant}&quantity=2", "soyyyyyy"),
    row("/api/trade/cart/remove_line", "variant={variant}", "soyyyyyy"),

    row("/api/trade/price/apply_coupon", "code=NOBODYS", "srrrrrrr")
        .meant("code=coupon"),
    row("/api/trade/price/remove_coupon", "coupon={coupon}", "sooooooo"),

    // Signing in and out
    row("/api/trust/account/sign_in", "email=nobody@longtail.example&password=wrong", "rrrrrrrr")
        .meant("email=somebody@example.com&password=correct+horse"),
    row("/api/trust/account/sign_up", "name=Lin&email=buyer@longtail.example&password=long-enough-7", "rrrrrrrr")
        .meant("name=Mo&email=mo@longtail.example&password=long-enough-7"),
    row("/api/trust/account/demo_sign_in", "role=shopper", "nnnnnnnn")
        .refused("the town is no demo market"),
    row("/api/trust/account/visit_guest_link", "key=nobodys", "oooooooo"),
    row("/api/trust/account/open_guest_link", "key=nobodys", "rrrrrrrr")
        .refused("a key that opens stands in a letter alone"),
    row("/api/trust/account/sign_out", "", "oooooooo"),

    row("/api/trust/account/ask_for_reset", "email=nobody@longtail.example", "oooooooo"),
    row("/api/trust/account/reset_password", "key=nobodys&password=long-enough-7", "rrrrrrrr")
        .refused("a key that opens stands in a letter alone"),

    // What belongs to one account
    row("/api/trust/account/load_account", "", "sooooooo"),
    row("/api/trust/account/load_sessions", "", "sooooooo"),
    row("/api/trust/account/load_addresses", "", "sooooooo"),
    row("/api/trust/account/choose_language", "lang=en", "sooooooo"),
    row("/api/trust/account/rename", "name=Lin", "snoooooo"),
    row("/api/trust/account/change_password", "current_password=wrong&password=short", "snrrrrrr")
        .meant("current_password=correct+horse&password=long-enough-7"),
    row("/api/trust/account/end_session", "session={session}", "snnnnnno"),
    row("/api/trust/account/prefer_address", "address={address}", "snnnnnno"),
    row("/api/trust/account/remove_address", "address={address}", "snnnnnno"),
    row("/api/trust/account/restore_address", "address={address}", "snnnnnny")
        .meant("address={removed_address}"),
    row("/api/trust/account/save_address", "replaces={address}&recipient=Lin&phone=05715550101&country=CN&region=Zhejiang&city=Hangzhou&line=Lane&postcode=310000", "snnnnnno"),
    row("/api/platform/notification/load_notices", "", "sooooooo"),
    row("/api/platform/notification/open_notice", "notice={notice}", "snnnnnno"),
    row("/api/platform/notification/mark_all_read", "", "sooooooo"),

    // The platform's own people
    row("/api/platform/staff/load_desk", "", "ssnnonnn"),
    row("/api/platform/staff/check_books", "", "ssnnonnn"),
    row("/api/platform/staff/retry_job", "job={job}", "ssnnonnn"),
    row("/api/money/reconciliation/load_statements", "", "ssnnonnn"),
    row("/api/money/reconciliation/check_statement", "provider=bank&day=2026-02-27", "ssnnonnn"),
    row("/api/money/tax/load_taxes", "", "ssnnonnn"),
    row("/api/money/tax/add_rate", "country=CN&class=standard&rate=13&from=2999-01-01", "ssnnonnn"),
    row("/api/money/tax/drop_rate", "country=CN&class=standard&from=2999-01-01", "ssnnonnn")
        .meant("country=CN&class=standard&from=2998-01-01"),
    row("/api/money/tax/set_on_top", "country=CA&on_top=true", "ssnnonnn"),
    row("/api/money/tax/set_tax_class", "category={category}&class=reduced", "ssnnonnn"),
    row("/api/trade/catalog/load_specifications", "category=tea", "ssnnonnn"),
    row("/api/trade/catalog/save_specification", "category=tea&name_en=Origin&kind=text", "ssnnonnn"),
    row("/api/trade/catalog/remove_specification", "category=tea&key=origin", "ssnnonnn")
        .meant("category=tea&key=season"),
    row("/api/money/exchange/load_rates", "", "ssnnonnn"),
    row("/api/money/exchange/add_rate", "currency=USD&day=2026-02-27&rate=0.1391", "ssnnonnn"),
    row("/api/money/exchange/add_rates", "day=2026-02-27&lines=EUR+0.1201", "ssnnonnn"),
    row("/api/money/deposit/load_fees", "page=1", "ssnnonnn"),
    row("/api/money/deposit/charge_fee", "command={command}&shop=tea&order={number}&platform=5&buyer=5&reason=Sent+late", "ssnnonnn"),

    // Paying: what belongs to the buyer
    row("/api/trade/checkout/quote_cart", "", "oooooooo"),
    row("/api/trade/checkout/load_checkout_form", "", "oooooooo"),
    row("/api/trade/checkout/place_checkout", "command={command}&agreed_total_minor=1&email=lin@longtail.example&recipient=Lin&phone=0571&country=CN&region=Zhejiang&city=Hangzhou&line=Lane&postcode=310000", "syyyyyyy")
        .meant("command={command}&agreed_total_minor={total}&email=lin@longtail.example&recipient=Lin&phone=05715550101&country=CN&region=Zhejiang&city=Hangzhou&line=Lane&postcode=310000"),
    row("/api/trade/checkout/load_checkout", "id={checkout}", "ssnnnnno"),
    row("/api/money/invoice/save_billing", "checkout={unpaid}&company=West+Lake+Trading", "ssnnnnno"),
    row("/api/trade/checkout/pay_checkout", "command={command}&checkout={unpaid}&method=wallet", "ssnnnnny"),
    row("/api/trade/checkout/refill_cart", "checkout={unpaid}", "ssnnnnny"),
    row("/api/trade/checkout/cancel_checkout", "checkout={unpaid}", "ssnnnnny"),
    row("/api/trade/order/load_orders", "page=1", "sooooooo"),
    row("/api/trade/order/load_order", "id={order}", "ssnnnooo"),
    row("/api/trade/order/buy_again", "order={order}", "ssnnnnny"),
    row("/api/trade/order/cancel_order", "command={command}&order={to_cancel}&by=buyer", "ssnnnnny"),
    row("/api/trade/order/cancel_order", "command={command}&order={to_cancel}&by=shop", "ssnnnyyn"),
    row("/api/trade/order/call_off_rest", "command={command}&order={partly}", "ssnnnnny"),
    row("/api/trade/order/extend_receipt", "command={command}&order={shipped}&by=buyer", "ssnnnnny"),
    row("/api/trade/order/extend_receipt", "command={command}&order={shipped}&by=shop", "ssnnnyyn"),
    row("/api/trade/order/confirm_receipt", "command={command}&order={shipped}", "ssnnnnny"),
    row("/api/money/wallet/load_wallet", "page=1", "sooooooo"),
    row("/api/money/wallet/top_up", "command={command}&amount=50&method=card", "ssyynyyy"),
    row("/api/money/card_refund/return_to_card", "command={command}&payment={payment}&amount_minor=100", "ssnnnnno"),
    row("/api/money/withdrawal/load_withdrawals", "page=1", "ssoooooo"),
    row("/api/money/withdrawal/save_own_account", "holder=Lin+Xiaoyu&account_number=6222021100001234567&bank=Bank+of+the+Lake", "ssoooooo"),
    row("/api/money/withdrawal/withdraw", "command={command}&amount=5", "ssrrrrro"),
    row("/api/money/invoice/load_own_invoices", "page=1", "sooooooo"),
    row("/api/money/invoice/load_invoice", "id={invoice}", "ssnnnooo"),

    // A shop's orders, money and overview
    row("/api/trade/order/load_shop_orders", "shop=tea&page=1", "ssnnnoon"),
    row("/api/trade/order/load_shop_order", "shop=tea&ids[0]={order}", "ssnnnoon"),
    row("/api/trade/past/load_past_orders", "shop=tea", "ssnnnoon"),
    row("/api/trade/order/ship_orders", "command={command}&shop=tea&carrier=Swift&tracking[order-{order}]=SP1", "ssnnnyyn"),
    row("/api/trade/shipping/ship_parcel", "command={command}&shop=tea&order={order}&carrier=Swift&tracking=SP2", "ssnnnrrn"),
    row("/api/money/refund/refund_order", "command={command}&order={order}&postage=1&reason=Late", "ssnnnrrn")
        .meant("command={command}&order={order}&postage=1&reason=Late&agreed_minor=100"),
    row("/api/money/balance/load_shop_balance", "shop=tea&page=1", "ssnnnnon"),
    row("/api/money/invoice/load_shop_invoices", "shop=tea", "ssnnnoon"),
    row("/api/money/invoice/save_legal", "shop=tea&legal_name=Lake+Tea&legal_address=Willow+Lane&legal_country=CN", "ssnnnnon"),
    row("/api/money/payout/load_payouts", "shop=tea", "ssnnnnon"),
    row("/api/money/payout/save_bank_account", "shop=tea&holder=Lin+Xiaoyu&account_number=6222021100001234567&bank=Bank+of+the+Lake", "ssnnnnon"),
    row("/api/money/deposit/load_deposit", "shop=tea&page=1", "ssnnnnon"),
    row("/api/money/deposit/pay_deposit", "command={command}&shop=tea&amount=5", "ssnnnnon"),
    row("/api/money/deposit/take_deposit", "command={command}&shop=tea&amount=5", "ssnnnnon"),
    row("/api/growth/dashboard/load_overview", "shop=tea", "ssnnnoon"),

    // Postage
    row("/api/trade/shipping/load_postage", "shop=tea", "ssnnnoon"),
    row("/api/trade/shipping/load_template", "shop=tea", "ssnnnnon"),
    row("/api/trade/shipping/save_template", "shop=tea&template={command}&name=Heavy&unit=weight&zones[0][countries]=CN&zones[0][first_units]=1&zones[0][first]=8&zones[0][next_units]=1&zones[0][next]=2", "ssnnnnyn"),
    row("/api/trade/shipping/remove_template", "shop=tea&template={template}", "ssnnnnon"),
    row("/api/trade/shipping/load_measures", "shop=tea&listing={listing}", "ssnnnoon"),
    row("/api/trade/shipping/save_measures", "shop=tea&listing={listing}&measures[variant-{variant}][weight_g]=80", "ssnnnyyn"),

    // What a shop takes off its prices, and what the market does
    row("/api/trade/price/load_offers", "shop=tea", "ssnnnnon"),
    row("/api/trade/price/make_offer", "command={command}&shop=tea&name_en=Spring&kind=share&value=10&until=2099-01-01T00:00", "ssnnnnon"),
    row("/api/trade/price/end_offer", "shop=tea&offer={offer}", "ssnnnnon"),
    row("/api/trade/price/make_coupon", "command={command}&shop=tea&code=TEA99&kind=amount&value=1&per_person=1&until=2099-01-01T00:00", "ssnnnnon"),
    row("/api/trade/price/end_coupon", "shop=tea&coupon={coupon}", "ssnnnnon"),
    row("/api/trade/price/join_campaign", "shop=tea&campaign={campaign}&takes_part=true", "ssnnnnon"),
    row("/api/trade/price/load_promotions", "", "ssnnonnn"),
    row("/api/trade/price/make_platform_coupon", "command={command}&code=MARKET99&kind=amount&value=1&limit=10&per_person=1&until=2099-01-01T00:00", "ssnnonnn"),
    row("/api/trade/price/end_platform_coupon", "coupon={platform_coupon}", "ssnnonnn"),
    row("/api/trade/price/make_campaign", "command={command}&name_en=Winter&every=200&save=30&cap=90&from=2098-01-01T00:00&until=2099-01-01T00:00", "ssnnonnn"),
    row("/api/trade/price/end_campaign", "campaign={campaign}", "ssnnonnn"),

    // Opening a shop, and running it
    row("/api/trade/shop/load_open_shop", "", "ssoonooo"),
    row("/api/trade/shop/open_shop", "command={command}&name_en=Bowls&slug=tea&postage_base=8", "ssyynyyy")
        .meant("command={command}&name_en=Bowls&slug=bowls&postage_base=8"),
    row("/api/trade/shop/load_shop_settings", "shop=tea", "ssnnnnon"),
    row("/api/trade/shop/save_shop", "shop=tea&name_en=Tea&postage_base=8", "ssnnnnon"),
    row("/api/trade/shop/add_person", "shop=tea&email=nobody@longtail.example&role=clerk", "ssnnnnyn")
        .meant("shop=tea&email=somebody@example.com&role=clerk"),
    row("/api/trade/shop/change_role", "shop=tea&person={clerk}&role=clerk", "ssnnnnyn"),
    row("/api/trade/shop/upload_shop_picture", "multipart:shop=tea&place=mark&picture=@", "ssnnnnyn"),

    // Questions, while the tea is on sale
    row("/api/trade/question/load_questions", "shop=tea", "ssnnnoon"),
    row("/api/trade/question/ask_question", "shop=tea&listing=tea&words=Is+it+roasted", "ssoonrro"),
    row("/api/trade/question/answer_question", "question={question}&answer=Twice", "ssnnnoon"),
    row("/api/trade/question/find_helpful", "question={question}&helpful=true", "ssoonooo"),
    row("/api/trade/question/withdraw_question", "question={question}", "ssnnnnno"),

    // A shop's goods
    row("/api/trade/catalog/load_listings", "shop=tea", "ssnnnoon"),
    row("/api/trade/catalog/load_new_listing", "shop=tea", "ssnnnoon"),
    row("/api/trade/catalog/load_editor", "shop=tea&listing={listing}", "ssnnnoon"),
    row("/api/trade/catalog/load_stock", "shop=tea", "ssnnnoon"),
    row("/api/trade/catalog/begin_listing", "command={command}&shop=tea&title_en=Oolong&price=9&category={category}", "ssnnnyyn")
        .meant("command={command}&shop=tea&title_en=Oolong&price=9&stock=5&category={category}"),
    row("/api/trade/catalog/save_words", "shop=tea&listing={listing}&version=1&title_en=Tea&category={category}", "ssnnnyyn"),
    row("/api/trade/catalog/save_specs", "shop=tea&listing={listing}&version=1", "ssnnnyyn"),
    row("/api/trade/catalog/save_axes", "shop=tea&listing={listing}&version=1", "ssnnnyyn"),
    row("/api/trade/catalog/save_grid", "shop=tea&listing={listing}&version=1&for_all[price]=&for_all[stock]=", "ssnnnyyn"),
    row("/api/trade/catalog/add_pictures", "multipart:shop=tea&listing={listing}&version=1&pictures=@", "ssnnnyyn"),
    row("/api/trade/catalog/arrange_picture", "shop=tea&listing={listing}&version=1&picture={command}&to=first", "ssnnnyyn"),
    row("/api/trade/catalog/schedule_listing", "shop=tea&listing={listing}&version=1&call_off=true", "ssnnnyyn"),
    row("/api/trade/catalog/load_history", "shop=tea&listing={listing}", "ssnnnoon"),
    row("/api/trade/catalog/bring_back", "shop=tea&listing={listing}&version=1&wanted=1", "ssnnnyyn")
        .meant("shop=tea&listing={draft}&version={draft_now}&wanted={draft_before}"),
    row("/api/trade/catalog/load_bulk", "shop=tea&edit={bulk}", "ssnnnoon"),
    row("/api/trade/catalog/begin_bulk", "shop=tea&listings[0]={listing}", "ssnnnoon"),
    row("/api/trade/catalog/plan_bulk", "shop=tea&edit={bulk}&what=price&how=up&amount=1", "ssnnnoon"),
    row("/api/trade/catalog/run_bulk", "shop=tea&edit={bulk}", "ssnnnyyn"),
    row("/api/trade/catalog/move_listing", "shop=tea&listing={listing}&wish=pause", "ssnnnyyn"),
    row("/api/trade/catalog/move_listings", "shop=tea&listings[0]={listing}&wish=pause", "ssnnnyyn"),
    row("/api/trade/catalog/save_counts", "shop=tea", "ssnnnyyn"),
    row("/api/trade/stock/load_movements", "shop=tea&variant={variant}", "ssnnnoon"),
    row("/api/trade/stock/set_low_mark", "shop=tea&variant={variant}&low_at=3", "ssnnnoon"),
    row("/api/trade/stock/set_shop_low_mark", "shop=tea&low_at=4", "ssnnnoon"),
    row("/api/trade/stock/load_counts", "shop=tea", "ssnnnoon"),
    row("/api/trade/stock/begin_count", "command={command}&shop=tea&scope=all", "ssnnnoon"),
    row("/api/trade/stock/load_count", "shop=tea&count={stock_count}", "ssnnnoon"),
    row("/api/trade/stock/save_count", "shop=tea&count={stock_count}&counted[v-{variant}]=50&then=review", "ssnnnoon"),
    row("/api/trade/stock/paste_count", "shop=tea&count={stock_count}&block=tea", "ssnnnrrn")
        .meant("shop=tea&count={stock_count}&block=sku-tea%0950"),
    row("/api/trade/stock/finish_count", "command={command}&shop=tea&count={stock_count}", "ssnnnyyn"),
    row("/api/trade/stock/discard_count", "shop=tea&count={stock_count}", "ssnnnyyn"),
    row("/api/trade/import/load_imports", "shop=tea", "ssnnnoon"),
    row("/api/trade/import/check_file", "multipart:shop=tea&format=shopify&file=@", "ssnnnyyn")
        .meant("multipart:shop=tea&format=shopify&file=@table"),
    row("/api/trade/import/choose_places", "shop=tea&import={import}", "ssnnnoon"),
    row("/api/trade/import/undo_import", "shop=tea&import={brought_in}", "ssnnnyyn"),
    row("/api/trade/import/start_import", "shop=tea&import={import}", "ssnnnyyn"),

    // A shop's page as its owner lays it out
    row("/api/trade/shop/load_layouts", "shop=tea", "ssnnnnon"),
    row("/api/trade/shop/load_layout", "shop=tea&layout={layout}", "ssnnnnon"),
    row("/api/trade/shop/begin_layout", "command={command}&shop=tea&name=Harvest", "ssnnnnon"),
    row("/api/trade/shop/arrange_blocks", "shop=tea&layout={layout}&version=1&change=add:text", "ssnnnnon"),
    row("/api/trade/shop/save_block", "shop=tea&layout={layout}&version=2&block=1&rule=new", "ssnnnnon")
        .meant("shop=tea&layout={layout}&version=1&block=1&rule=new"),
    row("/api/trade/shop/hang_picture", "multipart:shop=tea&layout={layout}&version=1&block=1&part=0&picture=@", "ssnnnnyn")
        .meant("multipart:shop=tea&layout={pictured}&version={pictured_version}&block=3&part=0&picture=@"),
    row("/api/trade/shop/rename_layout", "shop=tea&layout={layout}&version=3&name=Winter", "ssnnnnon")
        .meant("shop=tea&layout={layout}&version=1&name=Winter"),
    row("/api/trade/shop/publish_layout", "shop=tea&layout={layout}&version=4", "ssnnnnon")
        .meant("shop=tea&layout={layout}&version=1"),
    row("/api/trade/shop/withdraw_layout", "shop=tea&layout={layout}&version=5", "ssnnnnon")
        .meant("shop=tea&layout={hung}&version={hung_version}"),
    row("/api/trade/shop/remove_layout", "shop=tea&layout={layout}", "ssnnnnon"),

    // What ends something for those who come after
    row("/api/trust/account/sign_out_everywhere", "", "sooooooo"),
    row("/api/trade/shop/move_shop", "shop=tea&to=pause", "ssnnnnyn"),
    row("/api/trade/shop/remove_person", "shop=tea&person={clerk}", "ssnnnnyn"),
];

#[rustfmt::skip]
pub const PAGES: &[Row] = &[
    row("/", "/", "oooooooo"),
    row("/search", "/search?q=tea", "oooooooo"),
    row("/categories/{slug}", "/categories/tea", "oooooooo"),
    row("/shops/{shop}", "/shops/tea", "oooooooo"),
    row("/shops/{shop}/{listing}", "/shops/tea/tea", "oooooooo"),
    row("/seen", "/seen", "oooooooo"),
    row("/wishlist", "/wishlist", "oooooooo"),
    row("/wishlists/{key}", "/wishlists/nobodys", "nnnnnnnn"),
    row("/design", "/design", "oooooooo"),
    row("/sign-in", "/sign-in", "oooooooo"),
    row("/sign-up", "/sign-up", "oooooooo"),
    row("/forgot-password", "/forgot-password", "oooooooo"),
    row("/reset-password/{key}", "/reset-password/nobodys", "oooooooo"),
    row("/guest/{key}", "/guest/nobodys", "oooooooo"),
    row("/account", "/account", "sooooooo"),
    row("/account/password", "/account/password", "sooooooo"),
    row("/account/sessions", "/account/sessions", "sooooooo"),
    row("/account/addresses", "/account/addresses", "sooooooo"),
    row("/notices", "/notices", "sooooooo"),
    row("/open-shop", "/open-shop", "ssoonooo"),
    row("/desk", "/desk", "ssnnonnn"),
    row("/desk/promotions", "/desk/promotions", "ssnnonnn"),
    row("/desk/statements", "/desk/statements", "ssnnonnn"),
    row("/desk/taxes", "/desk/taxes", "ssnnonnn"),
    row("/desk/specifications", "/desk/specifications?category=tea", "ssnnonnn"),
    row("/desk/rates", "/desk/rates", "ssnnonnn"),
    row("/desk/fees", "/desk/fees", "ssnnonnn"),
    row("/back-office/{shop}/listings", "/back-office/tea/listings", "ssnnnoon"),
    row("/back-office/{shop}/listings/new", "/back-office/tea/listings/new", "ssnnnoon"),
    row("/back-office/{shop}/listings/{listing}", "/back-office/tea/listings/{listing}", "ssnnnoon"),
    row("/back-office/{shop}/listings/{listing}/history", "/back-office/tea/listings/{listing}/history", "ssnnnoon"),
    row("/back-office/{shop}/bulk/{edit}", "/back-office/tea/bulk/{bulk}", "ssnnnoon"),
    row("/back-office/{shop}/stock", "/back-office/tea/stock", "ssnnnoon"),
    row("/back-office/{shop}/stock/counts", "/back-office/tea/stock/counts", "ssnnnoon"),
    row("/back-office/{shop}/stock/counts/{count}", "/back-office/tea/stock/counts/{stock_count}", "ssnnnoon"),
    row("/back-office/{shop}/stock/movements/{variant}", "/back-office/tea/stock/movements/{variant}", "ssnnnoon"),
    row("/back-office/{shop}/import", "/back-office/tea/import", "ssnnnoon"),
    row("/back-office/{shop}/settings", "/back-office/tea/settings", "ssnnnnon"),
    row("/cart", "/cart", "oooooooo"),
    row("/checkout", "/checkout", "oooooooo"),
    row("/checkout/{id}", "/checkout/{checkout}", "ssnnnnno"),
    row("/orders", "/orders", "sooooooo"),
    row("/orders/{id}", "/orders/{order}", "ssnnnooo"),
    row("/wallet", "/wallet", "sooooooo"),
    row("/wallet/withdraw", "/wallet/withdraw", "ssoooooo"),
    row("/invoices", "/invoices", "sooooooo"),
    row("/invoices/{id}", "/invoices/{invoice}", "ssnnnooo"),
    row("/back-office/{shop}", "/back-office/tea", "ssnnnoon"),
    row("/back-office/{shop}/orders", "/back-office/tea/orders", "ssnnnoon"),
    row("/back-office/{shop}/orders/ship", "/back-office/tea/orders/ship?ids={order}", "ssnnnoon"),
    row("/back-office/{shop}/orders/slips", "/back-office/tea/orders/slips?ids={order}", "ssnnnoon"),
    row("/back-office/{shop}/orders/earlier", "/back-office/tea/orders/earlier", "ssnnnoon"),
    row("/back-office/{shop}/orders/{id}", "/back-office/tea/orders/{order}", "ssnnnoon"),
    row("/back-office/{shop}/postage", "/back-office/tea/postage", "ssnnnoon"),
    row("/back-office/{shop}/postage/new", "/back-office/tea/postage/new", "ssnnnnon"),
    row("/back-office/{shop}/postage/{template}", "/back-office/tea/postage/{template}", "ssnnnnon"),
    row("/back-office/{shop}/postage/goods/{listing}", "/back-office/tea/postage/goods/{listing}", "ssnnnoon"),
    row("/back-office/{shop}/questions", "/back-office/tea/questions", "ssnnnoon"),
    row("/back-office/{shop}/decoration", "/back-office/tea/decoration", "ssnnnnon"),
    row("/back-office/{shop}/decoration/{layout}", "/back-office/tea/decoration/{layout}", "ssnnnnon"),
    row("/back-office/{shop}/balance", "/back-office/tea/balance", "ssnnnnon"),
    row("/back-office/{shop}/offers", "/back-office/tea/offers", "ssnnnnon"),
    row("/back-office/{shop}/payouts", "/back-office/tea/payouts", "ssnnnnon"),
    row("/back-office/{shop}/deposit", "/back-office/tea/deposit", "ssnnnnon"),
    row("/back-office/{shop}/invoices", "/back-office/tea/invoices", "ssnnnoon"),
];

/// Addresses that are neither pages nor functions.
#[rustfmt::skip]
pub const FILES: &[Row] = &[
    row("/healthz", "/healthz", "oooooooo"),
    row("/readyz", "/readyz", "oooooooo"),
    // kept by `longtail serve` alone
    row("/metrics", "/metrics", "nnnnnnnn"),
    row("/robots.txt", "/robots.txt", "oooooooo"),
    row("/sitemap.xml", "/sitemap.xml", "oooooooo"),
    row("/sitemaps/{file}", "/sitemaps/nothing.xml", "nnnnnnnn"),
    row("/media/{id}/{file}", "/media/{command}/320.webp", "nnnnnnnn"),
    row("/share/listings/{id}/{file}", "/share/listings/{command}/en.jpg", "nnnnnnnn"),
    row("/share/shops/{id}/{file}", "/share/shops/{command}/en.jpg", "nnnnnnnn"),
    row("/notices/stream", "/notices/stream", "sooooooo"),
    row("/back-office/{shop}/export", "/back-office/tea/export?format=shopify", "ssnnnoon"),
    row("/back-office/{shop}/import/{import}/rejected", "/back-office/tea/import/{import}/rejected", "ssnnnoon"),
];

/// What other programs ask, and the pages of the simulators: method and address, without a secret
/// or signature.
#[rustfmt::skip]
pub const PROGRAMS: &[Row] = &[
    row("/webhooks/gateway", "POST /webhooks/gateway", "rrrrrrrr"),
    row("/webhooks/bank", "POST /webhooks/bank", "rrrrrrrr"),
    row("/webhooks/carrier", "POST /webhooks/carrier", "rrrrrrrr"),
    row("/simulator/gateway/v1/intents", "POST /simulator/gateway/v1/intents", "ssssssss"),
    row("/simulator/gateway/v1/intents/{id}", "GET /simulator/gateway/v1/intents/{command}", "ssssssss"),
    row("/simulator/gateway/v1/intents/{id}/capture", "POST /simulator/gateway/v1/intents/{command}/capture", "ssssssss"),
    row("/simulator/gateway/v1/intents/{id}/void", "POST /simulator/gateway/v1/intents/{command}/void", "ssssssss"),
    row("/simulator/gateway/v1/intents/{id}/refunds", "POST /simulator/gateway/v1/intents/{command}/refunds", "ssssssss"),
    row("/simulator/gateway/v1/refunds/{id}", "GET /simulator/gateway/v1/refunds/{command}", "ssssssss"),
    row("/simulator/gateway/v1/statements/{day}", "GET /simulator/gateway/v1/statements/2026-02-27", "ssssssss"),
    row("/simulator/gateway/v1/tricks", "POST /simulator/gateway/v1/tricks", "ssssssss"),
    row("/simulator/gateway/pay/{id}", "GET /simulator/gateway/pay/{command}", "nnnnnnnn"),
    row("/simulator/gateway/pay/{id}/challenge", "GET /simulator/gateway/pay/{command}/challenge", "nnnnnnnn"),
    row("/simulator/gateway/pay/{id}/bank", "POST /simulator/gateway/pay/{command}/bank", "nnnnnnnn"),
    row("/simulator/gateway/pay/{id}/confirm", "POST /simulator/gateway/pay/{command}/confirm", "nnnnnnnn"),
    row("/simulator/gateway/pay/{id}/cancel", "POST /simulator/gateway/pay/{command}/cancel", "nnnnnnnn"),
    row("/simulator/bank/v1/transfers", "POST /simulator/bank/v1/transfers", "ssssssss"),
    row("/simulator/bank/v1/transfers/{id}", "GET /simulator/bank/v1/transfers/{command}", "ssssssss"),
    row("/simulator/bank/v1/statements/{day}", "GET /simulator/bank/v1/statements/2026-02-27", "ssssssss"),
    row("/simulator/bank/v1/tricks", "POST /simulator/bank/v1/tricks", "ssssssss"),
    row("/simulator/carrier/v1/labels", "POST /simulator/carrier/v1/labels", "ssssssss"),
    row("/simulator/carrier/v1/labels/{id}", "GET /simulator/carrier/v1/labels/{command}", "ssssssss"),
    row("/simulator/carrier/labels/{id}/{key}", "GET /simulator/carrier/labels/{command}/nobodys", "nnnnnnnn"),
];
