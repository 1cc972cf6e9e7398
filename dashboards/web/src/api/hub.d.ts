// Generated from docs/contract by generate.mjs: do not edit, run `make generate`.

export interface paths {
    "/api/branch/asking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cases Asking
         * @description The cases that ask me, a lobby manager, for a teller.
         *
         *     With each: everyone's load, and why the hub passed over each.
         */
        get: operations["cases_asking_api_branch_asking_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/branch/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Colleagues
         * @description Everyone of my branch and what they have: whom to name, and whom to transfer to.
         */
        get: operations["colleagues_api_branch_staff_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Cases
         * @description The cases of my branch, page by page: the open ones first, and of those the latest filed.
         */
        get: operations["list_cases_api_cases_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Case
         * @description A case of my branch with its timeline; the customer's own data only for its handler.
         */
        get: operations["show_case_api_cases__case__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/materials/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Material
         * @description A material's bytes, for the case's handler.
         */
        get: operations["show_material_api_cases__case__materials__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/offers/{offer}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Offer
         * @description Accept an offer: the case comes to the counter where I am signed in.
         */
        post: operations["accept_offer_api_cases__case__offers__offer__accept_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/offers/{offer}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline Offer
         * @description Decline an offer; the hub goes on looking.
         */
        post: operations["decline_offer_api_cases__case__offers__offer__decline_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/offers/{offer}/pass-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pass On
         * @description Pass an offer on to a colleague.
         */
        post: operations["pass_on_api_cases__case__offers__offer__pass_on_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/offers/{offer}/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask To Wait
         * @description Promise to take it later; then it comes back to me first.
         */
        post: operations["ask_to_wait_api_cases__case__offers__offer__wait_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/recapture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Recapture
         * @description Ask the origin for materials again.
         */
        post: operations["ask_recapture_api_cases__case__recapture_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record Reference
         * @description Enter the core's reference number of what I did there by hand.
         */
        post: operations["record_reference_api_cases__case__reference_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Review
         * @description Pass the case or not, on the materials that my counter shows.
         */
        post: operations["decide_review_api_cases__case__review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/teller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Name Teller
         * @description As a lobby manager who was asked: name a teller.
         */
        post: operations["name_teller_api_cases__case__teller_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer
         * @description Ask a colleague to take my case over; it stays mine until they accept.
         */
        post: operations["transfer_api_cases__case__transfer_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Devices
         * @description Every registered device.
         */
        get: operations["list_devices_api_devices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Whether the hub is connected, and what it received and refused since it started.
         */
        get: operations["health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log In
         * @description Log in on one's own handset. After too many wrong attempts: 429, and `Retry-After`.
         */
        post: operations["log_in_api_login_post"];
        /**
         * Log Out
         * @description End this login, and the feed that was opened with it.
         */
        delete: operations["log_out_api_login_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who Am I
         * @description Where I stand: duty, counter, and the cases that wait for me or are mine.
         */
        get: operations["who_am_i_api_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/break": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Break
         * @description Take a break and leave the counter, or come back.
         */
        put: operations["change_break_api_me_break_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/counter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In At Counter
         * @description Confirm the code that a counter shows: from now on cases come to that counter.
         */
        post: operations["sign_in_at_counter_api_me_counter_post"];
        /**
         * Leave Counter
         * @description Leave the counter.
         */
        delete: operations["leave_counter_api_me_counter_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Duty
         * @description Begin duty, or end it and leave the counter.
         */
        put: operations["change_duty_api_me_duty_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Change my password: every login of mine ends, and here is a new one.
         */
        put: operations["change_password_api_me_password_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Push Key
         * @description By which key my browser would know the hub's calls.
         */
        get: operations["push_key_api_me_push_get"];
        put?: never;
        /**
         * Subscribe
         * @description Call this browser when something is offered to me or asked of me, for as long as this login lasts.
         *
         *     Of the subscription only the address is kept: a call carries nothing that would have to be encrypted.
         */
        post: operations["subscribe_api_me_push_post"];
        /**
         * Unsubscribe
         * @description Do not call this browser any more.
         */
        delete: operations["unsubscribe_api_me_push_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Procedures
         * @description What can be filed: fields with their rules, and materials.
         */
        get: operations["list_procedures_api_procedures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/telemetry/last": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Last Readings
         * @description The latest reading of each device.
         */
        get: operations["last_readings_api_telemetry_last_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Amount
         * @description Which field of the application is an amount of money, and from when two must review it.
         *
         *     Amounts are written as in `12000` or `12000.50`; `second_review_from` is in whole units.
         */
        Amount: {
            /** Field */
            field: string;
            /** Second Review From */
            second_review_from?: number | null;
        };
        /**
         * ApplicationField
         * @description One line of an application: the whole value must match `pattern`; `hint` says so in words.
         */
        ApplicationField: {
            hint: components["schemas"]["Title"];
            /** Pattern */
            pattern: string;
            /** Required */
            required: boolean;
            title: components["schemas"]["Title"];
        };
        /**
         * AskingView
         * @description A case that asks a lobby manager to name a teller, until `due` (Unix ms).
         */
        AskingView: {
            /** Candidates */
            candidates: components["schemas"]["CandidateView"][];
            /** Case */
            case: string;
            /** Due */
            due: number | null;
            /** Filed At */
            filed_at: number;
            /** Managers */
            managers: string[];
            /** Origin */
            origin: string;
            /** Procedure */
            procedure: string;
            /** Purpose */
            purpose: string;
        };
        /**
         * BreakRequest
         * @description Take a break, or come back.
         * @example {
         *       "on_break": true
         *     }
         */
        BreakRequest: {
            /** On Break */
            on_break: boolean;
        };
        /**
         * CandidateView
         * @description A person of the branch, as a manager who is asked weighs them for one case.
         *
         *     `passed_over`: why the hub did not choose them. `cannot`: why they may not be named at all.
         * @example {
         *       "assigned": 1,
         *       "capacity": 1,
         *       "counter": "north/b2/counter-2",
         *       "counter_online": true,
         *       "name": "王芳",
         *       "not_now": "busy",
         *       "offered": 0,
         *       "on_break": false,
         *       "on_duty": true,
         *       "person": "wang",
         *       "role": "teller",
         *       "skills": [
         *         "accounts"
         *       ]
         *     }
         */
        CandidateView: {
            /** Assigned */
            assigned: number;
            /** Cannot */
            cannot: string | null;
            /** Capacity */
            capacity: number;
            /** Counter */
            counter: string | null;
            /** Counter Online */
            counter_online: boolean;
            /** Name */
            name: string;
            /** Not Now */
            not_now: string | null;
            /** Offered */
            offered: number;
            /** On Break */
            on_break: boolean;
            /** On Duty */
            on_duty: boolean;
            /** Passed Over */
            passed_over: string | null;
            /** Person */
            person: string;
            /**
             * Role
             * @enum {string}
             */
            role: "teller" | "lobby_manager" | "reviewer" | "operator" | "auditor";
            /** Skills */
            skills: string[];
        };
        /**
         * CaseLine
         * @description A case in a list. Times are Unix ms.
         * @example {
         *       "branch": "north/b2",
         *       "case": "north-01a2",
         *       "changed_at": 1795300000000,
         *       "filed_at": 1795300000000,
         *       "offered_to": "li",
         *       "origin": "north/b1/counter-1",
         *       "phase": "offered",
         *       "procedure": "open-account"
         *     }
         */
        CaseLine: {
            /** Branch */
            branch: string;
            /** Case */
            case: string;
            /** Changed At */
            changed_at: number;
            /** Filed At */
            filed_at: number;
            /** Handler */
            handler: string | null;
            /** Offered To */
            offered_to: string | null;
            /** Origin */
            origin: string;
            /** Phase */
            phase: string;
            /** Procedure */
            procedure: string;
            /** Result */
            result: string | null;
            /** Second */
            second: string | null;
        };
        /**
         * CasePage
         * @description A page of a list. `next`: what to ask for as `after` to get the next one; None at the end.
         */
        CasePage: {
            /** Cases */
            cases: components["schemas"]["CaseLine"][];
            /** Next */
            next: string | null;
        };
        /**
         * CaseView
         * @description A case as one person may see it: what the customer wrote and handed in only for its handler.
         *
         *     `fence` is what this person's moves must carry: their own seat's, or for others the latest.
         *     `result_shown`: the origin's screen has shown the result.
         */
        CaseView: {
            /** Application */
            application: {
                [key: string]: string;
            } | null;
            /** Asked */
            asked: string[];
            /** Branch */
            branch: string;
            /** Case */
            case: string;
            /** Counter */
            counter: string | null;
            /** Fence */
            fence: number;
            /** Handler */
            handler: string | null;
            /** Materials */
            materials: components["schemas"]["MaterialView"][];
            offer: components["schemas"]["OfferView"] | null;
            /** Origin */
            origin: string;
            /** Phase */
            phase: string;
            /** Procedure */
            procedure: string;
            /** Reasons */
            reasons: string[];
            /** Reference */
            reference: string | null;
            /** Result */
            result: string | null;
            /** Result Shown */
            result_shown: boolean;
            /** Second */
            second: string | null;
            /** Timeline */
            timeline: components["schemas"]["EntryView"][];
            /** Wanted */
            wanted: string[];
        };
        /**
         * ColleagueView
         * @description A person of the branch, and what they have: for a manager who names one, or a transfer.
         * @example {
         *       "assigned": 1,
         *       "capacity": 1,
         *       "counter": "north/b2/counter-2",
         *       "counter_online": true,
         *       "name": "王芳",
         *       "not_now": "busy",
         *       "offered": 0,
         *       "on_break": false,
         *       "on_duty": true,
         *       "person": "wang",
         *       "role": "teller",
         *       "skills": [
         *         "accounts"
         *       ]
         *     }
         */
        ColleagueView: {
            /** Assigned */
            assigned: number;
            /** Capacity */
            capacity: number;
            /** Counter */
            counter: string | null;
            /** Counter Online */
            counter_online: boolean;
            /** Name */
            name: string;
            /** Not Now */
            not_now: string | null;
            /** Offered */
            offered: number;
            /** On Break */
            on_break: boolean;
            /** On Duty */
            on_duty: boolean;
            /** Person */
            person: string;
            /**
             * Role
             * @enum {string}
             */
            role: "teller" | "lobby_manager" | "reviewer" | "operator" | "auditor";
            /** Skills */
            skills: string[];
        };
        /**
         * CounterRequest
         * @description The one-time code that the counter shows.
         * @example {
         *       "code": "482913"
         *     }
         */
        CounterRequest: {
            /** Code */
            code: string;
        };
        /**
         * Deadlines
         * @description How long each owed move may take.
         */
        Deadlines: {
            /**
             * Case S
             * @default 28800
             */
            case_s: number;
            /**
             * Longest Wait S
             * @default 1800
             */
            longest_wait_s: number;
            /**
             * Manager S
             * @default 120
             */
            manager_s: number;
            /** Offer S */
            offer_s: number;
        };
        /**
         * DeclineRequest
         * @description Why the person does not take it.
         * @example {
         *       "reason": "With another customer."
         *     }
         */
        DeclineRequest: {
            /** Reason */
            reason: string;
        };
        /**
         * DeviceView
         * @description A registered device; `since` (Unix ms) is when it was last heard to come or go.
         * @example {
         *       "address": "north/b1/counter-1",
         *       "kind": "counter",
         *       "online": true,
         *       "peripherals": [
         *         {
         *           "condition": "out_of_paper",
         *           "peripheral": "printer",
         *           "says": "The printer has no paper: put some in.",
         *           "since": 1795300060000
         *         }
         *       ],
         *       "since": 1795300000000
         *     }
         */
        DeviceView: {
            /** Address */
            address: string;
            /** Kind */
            kind: string;
            /** Online */
            online: boolean;
            /** Peripherals */
            peripherals: components["schemas"]["PeripheralView"][];
            /** Since */
            since: number | null;
        };
        /**
         * DutyRequest
         * @description Begin or end duty.
         * @example {
         *       "on_duty": true
         *     }
         */
        DutyRequest: {
            /** On Duty */
            on_duty: boolean;
        };
        /**
         * EntryView
         * @description One line of the case's journal: what happened, when (Unix ms), by whom, its place in the chain.
         *
         *     The body of a choice (`CaseQueued`, `ManagersAsked`, `CaseMoved`, `OfferMade`) tells under `choice` who
         *     was chosen, because of what, and why each of the others was passed over.
         */
        EntryView: {
            /** Actor */
            actor: string;
            /** At */
            at: number;
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** Hash */
            hash: string;
            /** Kind */
            kind: string;
            /** Number */
            number: number;
        };
        /**
         * Finding
         * @description A machine's remark on a material. It helps the reviewer and never decides.
         */
        Finding: {
            /** Detail */
            detail?: {
                [key: string]: string;
            };
            /** Kind */
            kind: string;
            /** Says */
            says: string;
        };
        /**
         * HealthView
         * @description Whether the hub is connected, and what it has received and refused since it started.
         */
        HealthView: {
            /** Connected */
            connected: boolean;
            /** Pushes */
            pushes: {
                [key: string]: number;
            };
            /** Quarantined */
            quarantined: {
                [key: string]: number;
            };
            /** Refused */
            refused: {
                [key: string]: number;
            };
            /** Telemetry Received */
            telemetry_received: number;
            /** Telemetry Stored */
            telemetry_stored: number;
            /** Unsettled Messages */
            unsettled_messages: number;
        };
        /**
         * LoginRequest
         * @description Name and password, typed on the person's own handset.
         *
         *     `screen`: a page of the hub's own asks, and gets a cookie in place of the token.
         * @example {
         *       "password": "a long sentence",
         *       "person": "li",
         *       "screen": false
         *     }
         */
        LoginRequest: {
            /** Password */
            password: string;
            /** Person */
            person: string;
            /**
             * Screen
             * @default false
             */
            screen: boolean;
        };
        /**
         * LoginView
         * @description A token for the `Authorization: Bearer` header, until `expires_at` (Unix ms).
         *
         *     None for a page: its login is in the cookie, which no script can read.
         * @example {
         *       "expires_at": 1795300000000,
         *       "token": "n0…"
         *     }
         */
        LoginView: {
            /** Expires At */
            expires_at: number;
            /** Token */
            token: string | null;
        };
        /**
         * MaterialKind
         * @description A material that a procedure asks for. With `most` above 1 it may come as `name-2`, `name-3`, …
         *
         *     One that is `printed` is a form which the device prints from the application, for the customer to sign.
         */
        MaterialKind: {
            /**
             * Most
             * @default 1
             */
            most: number;
            /**
             * Printed
             * @default false
             */
            printed: boolean;
            /** Required */
            required: boolean;
            title: components["schemas"]["Title"];
        };
        /**
         * MaterialView
         * @description A material of a case; its bytes are at `/api/cases/{case}/materials/{name}`.
         */
        MaterialView: {
            /** Captured At */
            captured_at: number;
            /** Findings */
            findings: components["schemas"]["Finding"][];
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Shown */
            shown: boolean;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * MeView
         * @description The person, their place in the roster, and every open case that waits for them or is theirs.
         *
         *     `unresponsive`: they let an offer expire, and get no new one until they act. `wrap_up_until`: Unix ms.
         */
        MeView: {
            /** Assigned */
            assigned: number;
            /** Branch */
            branch: string;
            /** Capacity */
            capacity: number;
            /** Cases */
            cases: components["schemas"]["CaseLine"][];
            /** Counter */
            counter: string | null;
            /** Counter Online */
            counter_online: boolean;
            /** Last Change */
            last_change: number;
            /** Name */
            name: string;
            /** Offered */
            offered: number;
            /** On Break */
            on_break: boolean;
            /** On Duty */
            on_duty: boolean;
            /** Person */
            person: string;
            /**
             * Role
             * @enum {string}
             */
            role: "teller" | "lobby_manager" | "reviewer" | "operator" | "auditor";
            /** Unresponsive */
            unresponsive: boolean;
            /** Wrap Up Until */
            wrap_up_until: number;
        };
        /**
         * NameRequest
         * @description The teller who is named: by a manager, or to pass on or transfer a case.
         * @example {
         *       "to": "wang"
         *     }
         */
        NameRequest: {
            /** To */
            to: string;
        };
        /**
         * OfferView
         * @description An offer to one person. `due` (Unix ms): `open` until then, or `waiting` for that promise.
         */
        OfferView: {
            /** Due */
            due: number | null;
            /** Offer */
            offer: number;
            /** Person */
            person: string;
            /** Purpose */
            purpose: string;
            /** State */
            state: string;
        };
        /**
         * PasswordRequest
         * @description Another password for oneself. Length is what makes one hard to guess (NIST SP 800-63B, 3.1.1.2).
         * @example {
         *       "new": "quite another sentence",
         *       "old": "a long sentence"
         *     }
         */
        PasswordRequest: {
            /** New */
            new: string;
            /** Old */
            old: string;
        };
        /**
         * PeripheralView
         * @description A part of a device as the device last said it is; `since` (Unix ms) is when the hub heard of it.
         */
        PeripheralView: {
            /** Condition */
            condition: string;
            /** Peripheral */
            peripheral: string;
            /** Says */
            says: string;
            /** Since */
            since: number;
        };
        /**
         * ProblemDetails
         * @description The body of every error (application/problem+json). `code` names the rule.
         * @example {
         *       "code": "stale_offer",
         *       "detail": "this offer is not yours to answer, or not any more",
         *       "status": 409,
         *       "title": "Conflict",
         *       "type": "about:blank"
         *     }
         */
        ProblemDetails: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Field */
            field?: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             */
            type: string;
        };
        /**
         * Procedure
         * @description A kind of business as data: what it asks for, and the stages through which it goes.
         */
        Procedure: {
            amount?: components["schemas"]["Amount"] | null;
            deadlines: components["schemas"]["Deadlines"];
            /** Fields */
            fields: {
                [key: string]: components["schemas"]["ApplicationField"];
            };
            /**
             * Fulfilment
             * @default none
             * @enum {string}
             */
            fulfilment: "none" | "manual" | "http";
            /** Materials */
            materials: {
                [key: string]: components["schemas"]["MaterialKind"];
            };
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /** Procedure */
            procedure: string;
            /** Skill */
            skill: string;
            /** Stages */
            stages: ("collect" | "review" | "sign" | "fulfil")[];
            title: components["schemas"]["Title"];
        };
        /**
         * PushRequest
         * @description The `endpoint` of the browser's push subscription.
         * @example {
         *       "address": "https://push.example/wpush/v2/gAAAA"
         *     }
         */
        PushRequest: {
            /** Address */
            address: string;
        };
        /**
         * PushView
         * @description The hub's public key for `PushManager.subscribe`, base64url; None where nobody is called.
         * @example {
         *       "key": "BNcR…"
         *     }
         */
        PushView: {
            /** Key */
            key: string | null;
        };
        /**
         * ReadingView
         * @description A device's latest reading.
         */
        ReadingView: {
            /** Boot */
            boot: string;
            /** Branch */
            branch: string;
            /** Device */
            device: string;
            /** Historical */
            historical: boolean;
            /** Kind */
            kind: string;
            /** Measured At Ms */
            measured_at_ms: number;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Number */
            number: number;
            /** Region */
            region: string;
        };
        /**
         * RecaptureRequest
         * @description The materials that are wanted again, and what is wrong with them.
         * @example {
         *       "fence": 1,
         *       "materials": [
         *         "id-card-front"
         *       ],
         *       "reasons": [
         *         "Too dark."
         *       ]
         *     }
         */
        RecaptureRequest: {
            /** Fence */
            fence: number;
            /** Materials */
            materials: string[];
            /** Reasons */
            reasons: string[];
        };
        /**
         * ReferenceRequest
         * @description The core's own number for what the handler did there by hand.
         * @example {
         *       "fence": 1,
         *       "reference": "KH-20261121-0042"
         *     }
         */
        ReferenceRequest: {
            /** Fence */
            fence: number;
            /** Reference */
            reference: string;
        };
        /**
         * ReviewRequest
         * @description The reviewer's decision; one that does not pass needs a reason. `fence` as the case showed it.
         * @example {
         *       "fence": 1,
         *       "passed": false,
         *       "reasons": [
         *         "The signature is missing."
         *       ]
         *     }
         */
        ReviewRequest: {
            /** Fence */
            fence: number;
            /** Passed */
            passed: boolean;
            /**
             * Reasons
             * @default []
             */
            reasons: string[];
        };
        /**
         * Title
         * @description A name as screens show it, in Chinese and in English.
         */
        Title: {
            /** En */
            en: string;
            /** Zh */
            zh: string;
        };
        /**
         * TransferRequest
         * @description The teller who is to take the case over. `fence` as the case showed it.
         * @example {
         *       "fence": 1,
         *       "to": "wang"
         *     }
         */
        TransferRequest: {
            /** Fence */
            fence: number;
            /** To */
            to: string;
        };
        /**
         * WaitRequest
         * @description When the person will take it (Unix ms).
         * @example {
         *       "until": 1795300600000
         *     }
         */
        WaitRequest: {
            /** Until */
            until: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    cases_asking_api_branch_asking_get: {
        parameters: {
            query?: {
                /** @description An auditor's; of others, their own. */
                branch?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AskingView"][];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    colleagues_api_branch_staff_get: {
        parameters: {
            query?: {
                /** @description An auditor's; of others, their own. */
                branch?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ColleagueView"][];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_cases_api_cases_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description An auditor's; of others, their own. */
                branch?: string | null;
                /** @description How many on a page. */
                most?: number;
                state?: "open" | "closed" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    show_case_api_cases__case__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    show_material_api_cases__case__materials__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    accept_offer_api_cases__case__offers__offer__accept_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                /** @description The offer's number. */
                offer: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    decline_offer_api_cases__case__offers__offer__decline_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                /** @description The offer's number. */
                offer: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclineRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    pass_on_api_cases__case__offers__offer__pass_on_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                /** @description The offer's number. */
                offer: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    ask_to_wait_api_cases__case__offers__offer__wait_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                /** @description The offer's number. */
                offer: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    ask_recapture_api_cases__case__recapture_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecaptureRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    record_reference_api_cases__case__reference_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferenceRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    decide_review_api_cases__case__review_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    name_teller_api_cases__case__teller_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    transfer_api_cases__case__transfer_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_devices_api_devices_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"][];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    health_api_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    log_in_api_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    log_out_api_login_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    who_am_i_api_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_break_api_me_break_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    sign_in_at_counter_api_me_counter_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CounterRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    leave_counter_api_me_counter_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_duty_api_me_duty_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutyRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    change_password_api_me_password_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    push_key_api_me_push_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushView"];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    subscribe_api_me_push_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushRequest"];
            };
        };
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    unsubscribe_api_me_push_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    list_procedures_api_procedures_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Procedure"][];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
    last_readings_api_telemetry_last_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused, with the rule's code. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadingView"][];
                };
            };
            /** @description Not now: no room, or no database. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDetails"];
                };
            };
        };
    };
}
