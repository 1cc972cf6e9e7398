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
    "/api/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Callbacks
         * @description The calls that my branch owes, the oldest first; the number for its reviewers.
         */
        get: operations["list_callbacks_api_callbacks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{case}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Called Back
         * @description I have called the customer.
         */
        post: operations["called_back_api_callbacks__case__done_post"];
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
         * @description A material's bytes, for the case's handler; with a digest, of that version.
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
    "/api/cases/{case}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Recording
         * @description The recording's manifest, for the case's handler and auditors.
         */
        get: operations["show_recording_api_cases__case__recording_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/recording/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Stretch
         * @description A stretch of the recording, as an MP4 file.
         */
        get: operations["show_stretch_api_cases__case__recording__number__get"];
        put?: never;
        post?: never;
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
    "/api/ops/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Alarms
         * @description What is wrong with devices now, by branch; or what was, page by page.
         */
        get: operations["list_alarms_api_ops_alarms_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/alarms/{alarm}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Alarm
         * @description One alarm, and who did what about it.
         */
        get: operations["show_alarm_api_ops_alarms__alarm__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/alarms/{alarm}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge Alarm
         * @description I have seen it.
         */
        post: operations["acknowledge_alarm_api_ops_alarms__alarm__acknowledge_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/alarms/{alarm}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign Alarm
         * @description An operator, perhaps myself, is to see to it.
         */
        post: operations["assign_alarm_api_ops_alarms__alarm__assign_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Branches
         * @description Every branch: what is wrong, who is there, who waits.
         */
        get: operations["list_branches_api_ops_branches_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/branches/{region}/{branch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Branch
         * @description One branch: its devices, staff and cases in flight.
         */
        get: operations["show_branch_api_ops_branches__region___branch__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find Cases
         * @description The cases that fit, open and closed, of every branch, page by page: the latest filed first.
         */
        get: operations["find_cases_api_ops_cases_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Timeline
         * @description All that happened to a case, and whether its chain holds; customer data for auditors only.
         */
        get: operations["show_timeline_api_ops_cases__case__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/casework": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Casework In Numbers
         * @description Cases filed and by result, offers not taken, waiting and handling time, by branch and procedure.
         */
        get: operations["casework_in_numbers_api_ops_casework_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Devices
         * @description Every device, with what is in trouble.
         */
        get: operations["list_devices_api_ops_devices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/devices/{region}/{branch}/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Device
         * @description One device: what is wrong, since when, who waits.
         */
        get: operations["show_device_api_ops_devices__region___branch___device__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/in-flight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List In Flight
         * @description Every open case with its clock.
         */
        get: operations["list_in_flight_api_ops_in_flight_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Service Levels
         * @description What became of the cases that were closed since then, and how long each step took.
         */
        get: operations["service_levels_api_ops_levels_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Notices
         * @description What people outside were told of alarms, and what did not get through; the latest first.
         */
        get: operations["list_notices_api_ops_notices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Names
         * @description Whom each id means.
         */
        get: operations["list_names_api_ops_people_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/telemetry/branches/{region}/{branch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Branch History
         * @description One metric of all devices of a branch.
         */
        get: operations["branch_history_api_ops_telemetry_branches__region___branch__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/telemetry/devices/{region}/{branch}/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Device History
         * @description What a device measured, what is missing, and when it started anew.
         */
        get: operations["device_history_api_ops_telemetry_devices__region___branch___device__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ops/telemetry/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fleet
         * @description Each device's latest reading, and how telemetry as a whole fares.
         */
        get: operations["fleet_api_ops_telemetry_fleet_get"];
        put?: never;
        post?: never;
        delete?: never;
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
         * AlarmActView
         * @description What a person did about an alarm; `to`: whom they assigned it to.
         */
        AlarmActView: {
            /**
             * Act
             * @enum {string}
             */
            act: "acknowledged" | "assigned";
            /** At */
            at: number;
            /** By */
            by: string;
            /** To */
            to: string | null;
        };
        /**
         * AlarmRecordView
         * @description One alarm with all that people did about it, in order.
         */
        AlarmRecordView: {
            /** Acts */
            acts: components["schemas"]["AlarmActView"][];
            alarm: components["schemas"]["AlarmView"];
        };
        /**
         * AlarmsView
         * @description Open alarms by branch, those first where most customers wait; or a page of past ones.
         *
         *     Of these the latest raised come first. `next`: what to ask for as `after`; None at the end.
         */
        AlarmsView: {
            /** Alarms */
            alarms: components["schemas"]["AlarmView"][];
            /** Branches */
            branches: components["schemas"]["BranchAlarmsView"][];
            /** Next */
            next: string | null;
        };
        /**
         * AlarmView
         * @description One alarm. `value`: what its rule saw when it was raised; `limit`: what it allows, in `unit`.
         * @example {
         *       "alarm": "0199e1c2-7d5e-7abc-8123-0123456789ab",
         *       "device": "north/b2/counter-1",
         *       "kind": "counter",
         *       "limit": 500,
         *       "metric": "disk_free_mb",
         *       "raised_at": 1795300000000,
         *       "rule": "disk-low",
         *       "severity": "needs",
         *       "title": {
         *         "en": "Disk nearly full",
         *         "zh": "磁盘不足"
         *       },
         *       "unit": "MB",
         *       "value": 412
         *     }
         */
        AlarmView: {
            /** Acknowledged At */
            acknowledged_at: number | null;
            /** Acknowledged By */
            acknowledged_by: string | null;
            /** Alarm */
            alarm: string;
            /** Assigned At */
            assigned_at: number | null;
            /** Assigned To */
            assigned_to: string | null;
            /** Cleared At */
            cleared_at: number | null;
            /** Device */
            device: string;
            /** Kind */
            kind: string;
            /** Limit */
            limit: number | null;
            /** Metric */
            metric: string | null;
            /** Raised At */
            raised_at: number;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "needs" | "watch";
            title: components["schemas"]["Title"];
            /** Unit */
            unit: string | null;
            /** Value */
            value: number | null;
        };
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
         * AssignRequest
         * @description The operator who is to see to an alarm.
         * @example {
         *       "person": "chen"
         *     }
         */
        AssignRequest: {
            /** Person */
            person: string;
        };
        /**
         * BootView
         * @description A run of the device's agent, since its first reading.
         */
        BootView: {
            /** Boot */
            boot: string;
            /** Since */
            since: number;
        };
        /**
         * BranchAlarmsView
         * @description A branch with its open alarms, and how many customers wait there, or for somebody there.
         */
        BranchAlarmsView: {
            /** Alarms */
            alarms: components["schemas"]["AlarmView"][];
            /** Branch */
            branch: string;
            /** Customers Waiting */
            customers_waiting: number;
        };
        /**
         * BranchHistoryView
         * @description One metric of all devices of a branch over time. `metrics`: all that could be asked for.
         */
        BranchHistoryView: {
            /** Bucket S */
            bucket_s: number;
            /** Devices */
            devices: components["schemas"]["DeviceMeansView"][];
            /** From */
            from: number;
            /** Interval S */
            interval_s: number;
            metric: components["schemas"]["MetricView"];
            /** Metrics */
            metrics: components["schemas"]["MetricView"][];
            /** Until */
            until: number;
        };
        /**
         * BranchLineView
         * @description A branch in the grid: what is wrong there, who is there, and who waits.
         *
         *     `people` counts the staff by state, `managers` the lobby managers on duty; `in_flight` all open cases,
         *     `waiting` those that nobody handles, of which `asking` ask a manager.
         */
        BranchLineView: {
            /** Asking */
            asking: number;
            /** Branch */
            branch: string;
            /** Devices */
            devices: number;
            /** In Flight */
            in_flight: number;
            /** Managers */
            managers: number;
            /** Offline Since */
            offline_since: number | null;
            /** Online */
            online: number;
            /** People */
            people: {
                [key: string]: number;
            };
            /** Troubles */
            troubles: number;
            /** Unsettled Messages */
            unsettled_messages: number;
            /** Waiting */
            waiting: number;
            /** Waiting Since */
            waiting_since: number | null;
        };
        /**
         * BranchPageView
         * @description One branch: its devices, its staff, and its cases in flight, those filed first.
         */
        BranchPageView: {
            /** Branch */
            branch: string;
            /** Cases */
            cases: components["schemas"]["FlightView"][];
            /** Devices */
            devices: components["schemas"]["DeviceLineView"][];
            /** People */
            people: components["schemas"]["PersonLineView"][];
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
         * BucketView
         * @description What was measured from `at` on: of each metric lowest, mean and highest.
         *
         *     `missed`: readings that never came before one of these. There is no bucket where there is no reading.
         */
        BucketView: {
            /** At */
            at: number;
            /** Metrics */
            metrics: {
                [key: string]: [
                    number,
                    number,
                    number
                ];
            };
            /** Missed */
            missed: number;
            /** Readings */
            readings: number;
        };
        /**
         * CallbackView
         * @description A customer who would not wait, and since when they are owed a call (Unix ms).
         * @example {
         *       "asked_at": 1795300000000,
         *       "case": "north-01a2",
         *       "language": "zh",
         *       "origin": "north/b1/kiosk-1",
         *       "phone": "13800000000",
         *       "procedure": "apply-for-card"
         *     }
         */
        CallbackView: {
            /** Asked At */
            asked_at: number;
            /** Case */
            case: string;
            /** Language */
            language: string | null;
            /** Origin */
            origin: string;
            /** Phone */
            phone: string | null;
            /** Procedure */
            procedure: string;
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
         * CaseRecordPage
         * @description A page of what was found. `next`: what to ask for as `after`; None at the end.
         */
        CaseRecordPage: {
            /** Cases */
            cases: components["schemas"]["CaseRecordView"][];
            /** Next */
            next: string | null;
        };
        /**
         * CaseRecordView
         * @description A case in a list of operators'. `since`: when it came into its phase.
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
        CaseRecordView: {
            /** Accepted At */
            accepted_at: number | null;
            /** Branch */
            branch: string;
            /** Case */
            case: string;
            /** Changed At */
            changed_at: number;
            /** Closed At */
            closed_at: number | null;
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
            /** Since */
            since: number;
        };
        /**
         * CaseView
         * @description A case as one person may see it: what the customer wrote and handed in only for its handler.
         *
         *     `fence` is what this person's moves must carry: their own seat's, or for others the latest.
         *     `result_shown`: the origin's screen has shown the result. `round` counts from 0 what is captured;
         *     `review` is the name of the one that ends it, `records`: that it demands a recording without a gap.
         *     `missing`: what is still to be captured, of each group one. `recaptures_left`: None for any number.
         *     `cannot_pass`: why this person may not pass it at this moment. `place` is that in the queue, 1 the next.
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
            /** Camera Fault */
            camera_fault: string | null;
            cannot_pass: components["schemas"]["ForbidsView"] | null;
            /** Case */
            case: string;
            /** Consents */
            consents: components["schemas"]["ConsentView"][];
            /** Counter */
            counter: string | null;
            /** Fence */
            fence: number;
            /** Handler */
            handler: string | null;
            /** Language */
            language: string | null;
            /** Materials */
            materials: components["schemas"]["MaterialView"][];
            /** Missing */
            missing: string[][];
            offer: components["schemas"]["OfferView"] | null;
            /** Origin */
            origin: string;
            /** Phase */
            phase: string;
            /** Place */
            place: number | null;
            /** Procedure */
            procedure: string;
            /** Reasons */
            reasons: string[];
            /** Recaptures Left */
            recaptures_left: number | null;
            recorded: components["schemas"]["RecordedView"] | null;
            /** Records */
            records: boolean;
            /** Reference */
            reference: string | null;
            /** Result */
            result: string | null;
            /** Result Shown */
            result_shown: boolean;
            /** Review */
            review: string;
            /** Round */
            round: number;
            /** Second */
            second: string | null;
            /** Timeline */
            timeline: components["schemas"]["EntryView"][];
            /** Wanted */
            wanted: string[];
        };
        /**
         * CaseworkBucketView
         * @description What happened in the stretch of time that begins at `at` (Unix ms).
         *
         *     Times (s) are `[median, 95th percentile]` of the cases that came to a result, null where there are none.
         * @example {
         *       "at": 1795262400000,
         *       "cancelled": 1,
         *       "expired": 0,
         *       "failed": 1,
         *       "filed": 12,
         *       "handled_s": [
         *         310,
         *         804
         *       ],
         *       "offers_declined": 2,
         *       "offers_expired": 0,
         *       "succeeded": 9,
         *       "waited_s": [
         *         21,
         *         94
         *       ]
         *     }
         */
        CaseworkBucketView: {
            /** At */
            at: number;
            /** Cancelled */
            cancelled: number;
            /** Expired */
            expired: number;
            /** Failed */
            failed: number;
            /** Filed */
            filed: number;
            /** Handled S */
            handled_s: [
                number,
                number
            ] | null;
            /** Offers Declined */
            offers_declined: number;
            /** Offers Expired */
            offers_expired: number;
            /** Succeeded */
            succeeded: number;
            /** Waited S */
            waited_s: [
                number,
                number
            ] | null;
        };
        /**
         * CaseworkLineView
         * @description A branch's cases of one procedure; a stretch of time in which nothing happened is left out.
         */
        CaseworkLineView: {
            /** Branch */
            branch: string;
            /** Buckets */
            buckets: components["schemas"]["CaseworkBucketView"][];
            /** Procedure */
            procedure: string;
        };
        /**
         * CaseworkView
         * @description Casework in numbers from `from` to `until` (Unix ms), in stretches of `bucket_s` seconds.
         */
        CaseworkView: {
            /** Branches */
            branches: components["schemas"]["CaseworkLineView"][];
            /** Bucket S */
            bucket_s: number;
            /** From */
            from: number;
            /** Until */
            until: number;
        };
        /**
         * ChainView
         * @description Whether each entry follows from the one before it: `broken_at` is the first that does not.
         * @example {
         *       "entries": 12,
         *       "head": "9f…",
         *       "intact": true
         *     }
         */
        ChainView: {
            /** Broken At */
            broken_at: number | null;
            /** Entries */
            entries: number;
            /** Head */
            head: string;
            /** Intact */
            intact: boolean;
        };
        /**
         * ClockView
         * @description When the hub itself makes the next move: the deadlines that run, each None when it does not.
         */
        ClockView: {
            /** Case */
            case?: number | null;
            /** Manager */
            manager?: number | null;
            /** Offer */
            offer?: number | null;
            /** Promise */
            promise?: number | null;
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
         * ConsentView
         * @description What the customer last said of `covers`: yes or no (Unix ms), asked in `language` by `asked_by`.
         */
        ConsentView: {
            /** Asked By */
            asked_by: string | null;
            /** Covers */
            covers: string;
            /** Given */
            given: boolean;
            /** Language */
            language: string;
            /** Said At */
            said_at: number;
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
         * DeviceHistoryView
         * @description A device's readings over time, and the boots they are of.
         */
        DeviceHistoryView: {
            /** Boots */
            boots: components["schemas"]["BootView"][];
            /** Bucket S */
            bucket_s: number;
            /** Buckets */
            buckets: components["schemas"]["BucketView"][];
            /** From */
            from: number;
            /** Interval S */
            interval_s: number;
            /** Metrics */
            metrics: components["schemas"]["MetricView"][];
            /** Until */
            until: number;
        };
        /**
         * DeviceLineView
         * @description A device in a list. `troubles`: its peripherals for which somebody must do something.
         */
        DeviceLineView: {
            /** Address */
            address: string;
            /** Kind */
            kind: string;
            /** Online */
            online: boolean;
            /** Person */
            person: string | null;
            /** Since */
            since: number | null;
            /** Troubles */
            troubles: components["schemas"]["PeripheralView"][];
            /** Unsettled Messages */
            unsettled_messages: number;
            /** Unsettled Since */
            unsettled_since: number | null;
        };
        /**
         * DeviceMeansView
         * @description One device of a branch, by its own name.
         */
        DeviceMeansView: {
            /** Buckets */
            buckets: components["schemas"]["MeanView"][];
            /** Device */
            device: string;
        };
        /**
         * DevicePageView
         * @description One device: what is wrong, since when, who waits.
         *
         *     `reading` is None when there is none, and `telemetry_down` when the store cannot be asked.
         */
        DevicePageView: {
            /** Address */
            address: string;
            /** Cases */
            cases: components["schemas"]["FlightView"][];
            /** In Trouble */
            in_trouble: string[];
            /** Kind */
            kind: string;
            /** Online */
            online: boolean;
            /** Peripherals */
            peripherals: components["schemas"]["PeripheralView"][];
            /** Person */
            person: string | null;
            reading: components["schemas"]["LastReadingView"] | null;
            /** Since */
            since: number | null;
            /** Telemetry Down */
            telemetry_down: boolean;
            title: components["schemas"]["Title"];
            /** Troubles */
            troubles: components["schemas"]["PeripheralView"][];
            /** Unsettled Messages */
            unsettled_messages: number;
            /** Unsettled Since */
            unsettled_since: number | null;
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
         * FaultView
         * @description What is wrong with a stretch: `missing` before it, `altered`, or `out_of_order`.
         */
        FaultView: {
            /** Number */
            number: number;
            /**
             * What
             * @enum {string}
             */
            what: "missing" | "altered" | "out_of_order";
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
         * FleetDeviceView
         * @description A device's latest reading, and what is counted of it since the hub started.
         *
         *     `refused`: metrics that were not believed, by reason; `in_the_future` are whole readings.
         */
        FleetDeviceView: {
            /** Address */
            address: string;
            /** Duplicates */
            duplicates: number;
            /** Historical */
            historical: boolean;
            /** Interval S */
            interval_s: number;
            /** Kind */
            kind: string;
            /** Measured At */
            measured_at: number;
            /** Metrics */
            metrics: {
                [key: string]: number;
            };
            /** Missed */
            missed: number;
            /** Refused */
            refused: {
                [key: string]: number;
            };
        };
        /**
         * FleetView
         * @description Every device that ever reported. `down`: the store does not answer, or has to catch up.
         */
        FleetView: {
            counts: components["schemas"]["TelemetryCountsView"];
            /** Devices */
            devices: components["schemas"]["FleetDeviceView"][];
            /** Down */
            down: boolean;
            /** Metrics */
            metrics: components["schemas"]["MetricView"][];
        };
        /**
         * FlightView
         * @description A case in flight. `waiting_since`: since when nobody handles it; None when somebody does.
         * @example {
         *       "branch": "north/b2",
         *       "case": "north-01a2",
         *       "changed_at": 1795300000000,
         *       "clock": {
         *         "case": 1795328800000,
         *         "offer": 1795300060000
         *       },
         *       "filed_at": 1795300000000,
         *       "offered_to": "li",
         *       "origin": "north/b1/counter-1",
         *       "phase": "offered",
         *       "procedure": "open-account",
         *       "since": 1795300000000,
         *       "waiting_since": 1795300000000
         *     }
         */
        FlightView: {
            /** Accepted At */
            accepted_at: number | null;
            /** Branch */
            branch: string;
            /** Case */
            case: string;
            /** Changed At */
            changed_at: number;
            clock: components["schemas"]["ClockView"];
            /** Closed At */
            closed_at: number | null;
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
            /** Since */
            since: number;
            /** Waiting Since */
            waiting_since: number | null;
        };
        /**
         * ForbidsView
         * @description The rule that forbids something now: its code, and a sentence.
         */
        ForbidsView: {
            /** Code */
            code: string;
            /** Field */
            field: string | null;
            /** Says */
            says: string;
        };
        /**
         * GapView
         * @description A time of which there is no recording (Unix ms by the device's clock).
         */
        GapView: {
            /** Began At */
            began_at: number;
            /** Ended At */
            ended_at: number;
        };
        /**
         * HealthView
         * @description Whether the hub is connected, and what it has received and refused since it started.
         *
         *     `telemetry_missed`: by device, the readings that have not come though later ones have.
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
            /** Telemetry Missed */
            telemetry_missed: {
                [key: string]: number;
            };
            /** Telemetry Received */
            telemetry_received: number;
            /** Telemetry Stored */
            telemetry_stored: number;
            /** Telemetry Waiting */
            telemetry_waiting: number;
            /** Unsettled */
            unsettled: components["schemas"]["UnsettledView"][];
            /** Unsettled Messages */
            unsettled_messages: number;
        };
        /**
         * InFlightView
         * @description Every case in flight, those filed first; `more`: there are more than are listed.
         */
        InFlightView: {
            /** Cases */
            cases: components["schemas"]["FlightView"][];
            /** More */
            more: boolean;
        };
        /**
         * LastReadingView
         * @description A device's latest reading, by the device's clock, and how often there should be one.
         */
        LastReadingView: {
            /** Historical */
            historical: boolean;
            /** Interval S */
            interval_s: number;
            /** Measured At */
            measured_at: number;
            /** Metrics */
            metrics: components["schemas"]["MeasuredView"][];
        };
        /**
         * LevelsView
         * @description Service levels of the cases closed from `since` to `until`; `parts` are `part_ms` long each.
         */
        LevelsView: {
            /** Lines */
            lines: components["schemas"]["LevelView"][];
            /** Part Ms */
            part_ms: number;
            /** Parts */
            parts: components["schemas"]["TallyView"][];
            /** Since */
            since: number;
            /** Until */
            until: number;
            whole: components["schemas"]["TallyView"];
        };
        /**
         * LevelView
         * @description The tally of a branch's procedure.
         */
        LevelView: {
            /** Branch */
            branch: string;
            /** Cancelled */
            cancelled: number;
            /** Expired */
            expired: number;
            /** Failed */
            failed: number;
            /** Handling Median S */
            handling_median_s: number | null;
            /** Handling P90 S */
            handling_p90_s: number | null;
            /** Offers Declined */
            offers_declined: number;
            /** Offers Expired */
            offers_expired: number;
            /** Procedure */
            procedure: string;
            /** Succeeded */
            succeeded: number;
            /** Waiting Median S */
            waiting_median_s: number | null;
            /** Waiting P90 S */
            waiting_p90_s: number | null;
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
         * ManifestView
         * @description A case's recording: its stretches in order, where there is none, and what is wrong with the chain.
         *
         *     Each stretch's bytes are at `/api/cases/{case}/recording/{number}`, and are those of its `sha256`.
         *     `closed`: the device told that no more of it comes, when filming ended (`ended_at`, by its clock), and
         *     how many stretches it `made`; `missing`: why the end is not among these. `complete`: there is
         *     something, without a gap or a fault, and as far as it goes by now nothing is missing.
         * @example {
         *       "case": "north-01a2",
         *       "closed": true,
         *       "complete": false,
         *       "ended_at": 1780000000000,
         *       "faults": [],
         *       "gaps": [],
         *       "made": 0,
         *       "missing": "film",
         *       "segments": []
         *     }
         */
        ManifestView: {
            /** Case */
            case: string;
            /** Closed */
            closed: boolean;
            /** Complete */
            complete: boolean;
            /** Ended At */
            ended_at: number | null;
            /** Faults */
            faults: components["schemas"]["FaultView"][];
            /** Gaps */
            gaps: components["schemas"]["GapView"][];
            /** Made */
            made: number | null;
            /** Missing */
            missing: ("film" | "link" | "restart" | "silent") | null;
            /** Segments */
            segments: components["schemas"]["Segment"][];
        };
        /**
         * MaterialKind
         * @description A material that a procedure asks for. With `most` above 1 it may come as `name-2`, `name-3`, …
         *
         *     One that is `printed` is a form which the device prints from the application, for the customer to sign.
         *     One `signed_on = "pad"` is no paper but a signature, written on the device's signature pad.
         *     `stage` is that in which it is captured; `instead_of` another one that it makes needless.
         */
        MaterialKind: {
            /** Instead Of */
            instead_of?: string | null;
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
            /** Signed On */
            signed_on?: "pad" | null;
            /**
             * Stage
             * @default collect
             * @enum {string}
             */
            stage: "collect" | "sign";
            title: components["schemas"]["Title"];
        };
        /**
         * MaterialView
         * @description A material of a case; its bytes are at `/api/cases/{case}/materials/{name}`.
         *
         *     `earlier`: what was captured before it, the latest last.
         */
        MaterialView: {
            /** Captured At */
            captured_at: number;
            /** Earlier */
            earlier: components["schemas"]["VersionView"][];
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
         * MeanView
         * @description A metric's mean from `at` on.
         */
        MeanView: {
            /** At */
            at: number;
            /** Mean */
            mean: number;
        };
        /**
         * MeasuredView
         * @description One metric of a reading, with the profile's title, unit and bounds of belief.
         */
        MeasuredView: {
            /** Highest */
            highest: number;
            /** Lowest */
            lowest: number;
            /** Metric */
            metric: string;
            title: components["schemas"]["Title"];
            /** Unit */
            unit: string;
            /** Value */
            value: number;
        };
        /**
         * MetricView
         * @description A metric as its profile has it, with the bounds of what is believed.
         */
        MetricView: {
            /** Highest */
            highest: number;
            /** Lowest */
            lowest: number;
            /** Metric */
            metric: string;
            title: components["schemas"]["Title"];
            /** Unit */
            unit: string;
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
         * NameView
         * @description Whom an id means.
         */
        NameView: {
            /** Branch */
            branch: string;
            /** Name */
            name: string;
            /** Person */
            person: string;
            /**
             * Role
             * @enum {string}
             */
            role: "teller" | "lobby_manager" | "reviewer" | "operator" | "auditor";
        };
        /**
         * NoticeView
         * @description What somebody outside was told. `says`: why it did not go out the last time.
         *
         *     `given_up_at`: when it was not tried any more.
         */
        NoticeView: {
            /** Attempts */
            attempts: number;
            /** Given Up At */
            given_up_at: number | null;
            /** Recipient */
            recipient: string;
            /** Says */
            says: string | null;
            /** Sent At */
            sent_at: number | null;
            /** Text */
            text: string;
            /** Title */
            title: string;
            /** Written At */
            written_at: number;
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
         * PaperView
         * @description A material of a case; its digest and the kinds of its findings are for auditors.
         */
        PaperView: {
            /** Captured At */
            captured_at: number;
            /** Findings */
            findings: string[] | null;
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string | null;
            /** Size Bytes */
            size_bytes: number;
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
         * PersonLineView
         * @description One of the staff, and how the router sees them; `elsewhere` is on duty, but at no counter.
         */
        PersonLineView: {
            /** Assigned */
            assigned: number;
            /** Branch */
            branch: string;
            /** Capacity */
            capacity: number;
            /** Counter */
            counter: string | null;
            /** Idle Since */
            idle_since: number | null;
            /** Name */
            name: string;
            /** Offered */
            offered: number;
            /** Person */
            person: string;
            /**
             * Role
             * @enum {string}
             */
            role: "teller" | "lobby_manager" | "reviewer" | "operator" | "auditor";
            /**
             * State
             * @enum {string}
             */
            state: "off_duty" | "break" | "elsewhere" | "offline" | "unresponsive" | "wrapping_up" | "busy" | "idle";
        };
        /**
         * Phase
         * @description Where a case stands, as people speak of it (DESIGN section 5).
         * @enum {string}
         */
        Phase: "unknown" | "routing" | "awaiting_manager" | "offered" | "waiting" | "collecting" | "reviewing" | "confirming" | "fulfilling" | "closed";
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
         *
         *     `at` are the kinds of device where it can be asked for, `handled_by` who reviews it. `reviews` names the
         *     review stages in their order. `application_later`: it is filed with an empty application, which follows.
         */
        Procedure: {
            amount?: components["schemas"]["Amount"] | null;
            /**
             * Application Later
             * @default false
             */
            application_later: boolean;
            /**
             * At
             * @default [
             *       "counter"
             *     ]
             */
            at: string[];
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
            fulfilment: "none" | "manual" | "http" | "device";
            /**
             * Fulfils With
             * @default []
             */
            fulfils_with: string[];
            /**
             * Handled By
             * @default teller
             * @enum {string}
             */
            handled_by: "teller" | "reviewer";
            /** Materials */
            materials: {
                [key: string]: components["schemas"]["MaterialKind"];
            };
            /**
             * Most Recaptures
             * @default 0
             */
            most_recaptures: number;
            /**
             * Priority
             * @default 0
             */
            priority: number;
            /** Procedure */
            procedure: string;
            /** Reviews */
            reviews?: {
                [key: string]: components["schemas"]["ReviewKind"];
            };
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
         * RecordedView
         * @description How far the case was recorded: by the device's clock, and when the last stretch came here.
         *
         *     `gaps` are those of what is captured now; `faulty`: the chain of stretches does not hold. `closed`: no
         *     more of it comes.
         */
        RecordedView: {
            /** Began At */
            began_at: number;
            /** Came At */
            came_at: number;
            /** Closed */
            closed: boolean;
            /** Ended At */
            ended_at: number;
            /** Faulty */
            faulty: boolean;
            /** Gaps */
            gaps: components["schemas"]["GapView"][];
            /** Missing */
            missing: ("film" | "link" | "restart" | "silent") | null;
            /** Stretches */
            stretches: number;
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
         * ReviewKind
         * @description A review: its title, and whether nobody passes it without a whole recording of the video.
         */
        ReviewKind: {
            /**
             * Recording
             * @default false
             */
            recording: boolean;
            title: components["schemas"]["Title"];
        };
        /**
         * ReviewRequest
         * @description The reviewer's decision; one that does not pass needs a reason. `fence` as the case showed it.
         *
         *     `evidence`: the digests of the materials that were looked at; refused when one was captured anew since.
         * @example {
         *       "fence": 1,
         *       "passed": false,
         *       "reasons": [
         *         "The signature is missing."
         *       ]
         *     }
         */
        ReviewRequest: {
            /** Evidence */
            evidence?: string[] | null;
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
         * Segment
         * @description A stretch of a recording, and its place in the chain. Times by the device's clock.
         */
        Segment: {
            /** Ended At */
            ended_at: number;
            /** Frames */
            frames: number;
            /** Hash */
            hash: string;
            /** Number */
            number: number;
            /** Previous */
            previous: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
            /** Started At */
            started_at: number;
        };
        /**
         * TallyView
         * @description What was counted: cases by result, offers not taken, and times (s) as median and 90th percentile.
         */
        TallyView: {
            /** Cancelled */
            cancelled: number;
            /** Expired */
            expired: number;
            /** Failed */
            failed: number;
            /** Handling Median S */
            handling_median_s: number | null;
            /** Handling P90 S */
            handling_p90_s: number | null;
            /** Offers Declined */
            offers_declined: number;
            /** Offers Expired */
            offers_expired: number;
            /** Succeeded */
            succeeded: number;
            /** Waiting Median S */
            waiting_median_s: number | null;
            /** Waiting P90 S */
            waiting_p90_s: number | null;
        };
        /**
         * TelemetryCountsView
         * @description Readings since the hub started, `waiting` in memory and `spooled` on the disk; metrics refused.
         */
        TelemetryCountsView: {
            /** Duplicates */
            duplicates: number;
            /** Received */
            received: number;
            /** Refused */
            refused: {
                [key: string]: number;
            };
            /** Spooled Bytes */
            spooled_bytes: number;
            /** Spooled Readings */
            spooled_readings: number;
            /** Stored */
            stored: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * TimelineView
         * @description A case with all that happened to it. `whole`: nothing was left out; operators see no customer data.
         *
         *     `flight` is the case with its clock while it is open.
         */
        TimelineView: {
            chain: components["schemas"]["ChainView"];
            /** Counter */
            counter: string | null;
            flight: components["schemas"]["FlightView"] | null;
            line: components["schemas"]["CaseRecordView"];
            /** Materials */
            materials: components["schemas"]["PaperView"][];
            /** Reasons */
            reasons: string[];
            /** Result Shown */
            result_shown: boolean;
            /** Timeline */
            timeline: components["schemas"]["EntryView"][];
            /** Whole */
            whole: boolean;
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
         * UnsettledView
         * @description A device that owes receipts: for how many messages, and since when (Unix ms).
         */
        UnsettledView: {
            /** Device */
            device: string;
            /** Messages */
            messages: number;
            /** Oldest At */
            oldest_at: number;
        };
        /**
         * VersionView
         * @description A material as it was captured once; its bytes are where the later one's are, with `?sha256=`.
         */
        VersionView: {
            /** Captured At */
            captured_at: number;
            /** Media Type */
            media_type: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
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
    list_callbacks_api_callbacks_get: {
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
                    "application/json": components["schemas"]["CallbackView"][];
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
    called_back_api_callbacks__case__done_post: {
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
            query?: {
                sha256?: string | null;
            };
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
    show_recording_api_cases__case__recording_get: {
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
                    "application/json": components["schemas"]["ManifestView"];
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
    show_stretch_api_cases__case__recording__number__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The case's id. */
                case: string;
                /** @description The stretch's number, from 1. */
                number: number;
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
    list_alarms_api_ops_alarms_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                branch?: string | null;
                device?: string | null;
                /** @description How many past ones on a page. */
                most?: number;
                /** @description Open ones, or past ones. */
                open?: boolean;
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
                    "application/json": components["schemas"]["AlarmsView"];
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
    show_alarm_api_ops_alarms__alarm__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The alarm's id. */
                alarm: string;
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
                    "application/json": components["schemas"]["AlarmRecordView"];
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
    acknowledge_alarm_api_ops_alarms__alarm__acknowledge_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The alarm's id. */
                alarm: string;
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
    assign_alarm_api_ops_alarms__alarm__assign_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The alarm's id. */
                alarm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRequest"];
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
    list_branches_api_ops_branches_get: {
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
                    "application/json": components["schemas"]["BranchLineView"][];
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
    show_branch_api_ops_branches__region___branch__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                branch: string;
                region: string;
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
                    "application/json": components["schemas"]["BranchPageView"];
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
    find_cases_api_ops_cases_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                branch?: string | null;
                filed_from?: number | null;
                filed_until?: number | null;
                /** @description How many on a page. */
                most?: number;
                /** @description A case's id, or its last eight places. */
                number?: string | null;
                origin?: string | null;
                person?: string | null;
                phase?: components["schemas"]["Phase"] | null;
                procedure?: string | null;
                result?: ("succeeded" | "failed" | "cancelled" | "expired") | null;
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
                    "application/json": components["schemas"]["CaseRecordPage"];
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
    show_timeline_api_ops_cases__case__get: {
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
                    "application/json": components["schemas"]["TimelineView"];
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
    casework_in_numbers_api_ops_casework_get: {
        parameters: {
            query?: {
                /** @description A day by the hour, a month by the UTC day. */
                span?: "24h" | "30d";
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
                    "application/json": components["schemas"]["CaseworkView"];
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
    list_devices_api_ops_devices_get: {
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
                    "application/json": components["schemas"]["DeviceLineView"][];
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
    show_device_api_ops_devices__region___branch___device__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                branch: string;
                device: string;
                region: string;
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
                    "application/json": components["schemas"]["DevicePageView"];
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
    list_in_flight_api_ops_in_flight_get: {
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
                    "application/json": components["schemas"]["InFlightView"];
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
    service_levels_api_ops_levels_get: {
        parameters: {
            query: {
                branch?: string | null;
                procedure?: string | null;
                /** @description At most seven days ago. */
                since: number;
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
                    "application/json": components["schemas"]["LevelsView"];
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
    list_notices_api_ops_notices_get: {
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
                    "application/json": components["schemas"]["NoticeView"][];
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
    list_names_api_ops_people_get: {
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
                    "application/json": components["schemas"]["NameView"][];
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
    branch_history_api_ops_telemetry_branches__region___branch__get: {
        parameters: {
            query: {
                /** @description As the profile of a kind of device names it. */
                metric: string;
                /** @description How far back. */
                span?: "1h" | "24h" | "30d";
            };
            header?: never;
            path: {
                branch: string;
                region: string;
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
                    "application/json": components["schemas"]["BranchHistoryView"];
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
    device_history_api_ops_telemetry_devices__region___branch___device__get: {
        parameters: {
            query?: {
                /** @description How far back. */
                span?: "1h" | "24h" | "30d";
            };
            header?: never;
            path: {
                branch: string;
                device: string;
                region: string;
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
                    "application/json": components["schemas"]["DeviceHistoryView"];
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
    fleet_api_ops_telemetry_fleet_get: {
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
                    "application/json": components["schemas"]["FleetView"];
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
