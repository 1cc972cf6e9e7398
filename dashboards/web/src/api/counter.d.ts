// Generated from docs/contract by generate.mjs: do not edit, run `make generate`.

export interface paths {
    "/api/calls/{call}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Again
         * @description The page has no connection of this epoch, as after a reload: offer the next.
         */
        post: operations["again_api_calls__call__again_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answer
         * @description The answer to the offer of that epoch, once the call is `up`.
         */
        get: operations["answer_api_calls__call__answer_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call}/beat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Beat
         * @description The page is there; nine seconds without this end the call.
         */
        post: operations["beat_api_calls__call__beat_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang Up
         * @description The customer ends the consultation.
         */
        post: operations["hang_up_api_calls__call__hang_up_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer
         * @description Offer the page's connection, once an epoch.
         */
        post: operations["offer_api_calls__call__offer_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask
         * @description The customer wants to talk to somebody; a call comes with the state when somebody can.
         */
        post: operations["ask_api_calls_ask_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/camera/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description Small pictures, at most ten a second (multipart/x-mixed-replace), until none come any more.
         */
        get: operations["live_api_camera_live_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/camera/preview.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview
         * @description The newest picture, small; `X-Age-Ms` is its age, and never above 3000.
         */
        get: operations["preview_api_camera_preview_jpg_get"];
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
        get?: never;
        put?: never;
        /**
         * File Case
         * @description File a case; it is kept here even while the link is down.
         */
        post: operations["file_case_api_cases_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/ask-for-another": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask For Another
         * @description Do not wait for the person who promised.
         */
        post: operations["ask_for_another_api_cases__case__ask_for_another_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Take the case back.
         */
        post: operations["cancel_api_cases__case__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/collected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Collected
         * @description Everything was captured.
         */
        post: operations["collected_api_cases__case__collected_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record Consent
         * @description Record what the customer said; it is kept, and holds, even while the link is down.
         */
        post: operations["record_consent_api_cases__case__consent_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/forms/{material}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Form
         * @description The form as it would be printed now, as PDF.
         */
        get: operations["form_api_cases__case__forms__material__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/forms/{material}/print": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Print Form
         * @description Print a form; `prints` of the state tells how it goes on.
         */
        post: operations["print_form_api_cases__case__forms__material__print_post"];
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
         * Captured
         * @description A captured material as it was scanned, or its straightened page.
         */
        get: operations["captured_api_cases__case__materials__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/materials/{name}/drawn.{drawn_as}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Captured
         * @description The drawing of a signature that was captured here.
         */
        get: operations["captured_api_cases__case__materials__name__drawn__drawn_as__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receipt
         * @description The receipt as it would be printed now, as PDF.
         */
        get: operations["receipt_api_cases__case__receipt_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/receipt/print": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Print Receipt
         * @description Print the receipt, once the case has its result and before that was seen.
         */
        post: operations["print_receipt_api_cases__case__receipt_print_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/result-shown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Result Shown
         * @description The person has seen the result.
         */
        post: operations["result_shown_api_cases__case__result_shown_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Scan
         * @description Scan one material, look at it, and keep it.
         */
        post: operations["scan_api_cases__case__scan_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/cases/{case}/signature/{material}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign
         * @description Keep a signature from the pad, as strokes.
         */
        post: operations["sign_api_cases__case__signature__material__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handled/{case}/materials/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shown
         * @description A material of a case that is handled here: the bytes that came from the hub.
         */
        get: operations["shown_api_handled__case__materials__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handled/{case}/materials/{name}/drawn.{drawn_as}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shown
         * @description The drawing of a signature of a case that is handled here, from the bytes that came.
         */
        get: operations["shown_api_handled__case__materials__name__drawn__drawn_as__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handled/{case}/recapture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Again
         * @description Ask the origin for materials again, in the name of the case's handler.
         */
        post: operations["ask_again_api_handled__case__recapture_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/handled/{case}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review
         * @description Pass the case or not, in the name of its handler; the hub's answer comes with the state.
         */
        post: operations["review_api_handled__case__review_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State
         * @description All that the page shows; with `after`, waits a while for something newer than that version.
         */
        get: operations["state_api_kiosk_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin
         * @description File the customer's case, with what they agreed to; the application follows.
         */
        post: operations["begin_api_kiosk_begin_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/cases/{case}/application": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Fill In
         * @description The application, for the first time or anew.
         */
        put: operations["fill_in_api_kiosk_cases__case__application_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/cases/{case}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call Back
         * @description The customer does not wait any longer, and wants to be called.
         */
        post: operations["call_back_api_kiosk_cases__case__callback_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/cases/{case}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Capture
         * @description Take the customer's picture, or what they laid on the scanner or hold before the camera.
         */
        post: operations["capture_api_kiosk_cases__case__capture_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop
         * @description The customer is done, or wants no more: what is open is taken back, and nothing of them stays.
         */
        post: operations["stop_api_kiosk_stop_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kiosk/touch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Touch
         * @description Somebody touches the screen: they are there. Without a visit, one begins.
         */
        post: operations["touch_api_kiosk_touch_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave
         * @description The person leaves the counter.
         */
        post: operations["leave_api_leave_post"];
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
         * Procedures
         * @description What can be filed here: fields with their rules, and materials.
         */
        get: operations["procedures_api_procedures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show Code
         * @description Show a fresh one-time code for whoever wants to sign in here.
         */
        post: operations["show_code_api_sign_in_code_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State
         * @description All that the screen shows; with `after`, waits a while for something newer than that version.
         */
        get: operations["state_api_state_get"];
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
         * ApplicationRequest
         * @description The application, whole.
         */
        ApplicationRequest: {
            /** Application */
            application: {
                [key: string]: string;
            };
        };
        /**
         * AskRequest
         * @description For which case the customer wants to talk to somebody.
         */
        AskRequest: {
            /** Case */
            case: string;
        };
        /**
         * BeginRequest
         * @description The customer chose a business, and was asked for their consent to what it takes.
         *
         *     `visit` is theirs, if the page knows it: once that is over, nothing begins.
         */
        BeginRequest: {
            /** Face Comparison */
            face_comparison?: boolean | null;
            /**
             * Language
             * @enum {string}
             */
            language: "zh" | "en";
            /** Procedure */
            procedure: string;
            /** Video */
            video?: boolean | null;
            /** Visit */
            visit?: number | null;
        };
        /**
         * BranchAddress
         * @description Where a branch is: its region and its own name.
         */
        BranchAddress: {
            /** Branch */
            branch: string;
            /** Region */
            region: string;
        };
        /**
         * CallBackRequest
         * @description Where the customer wants to be called.
         */
        CallBackRequest: {
            /** Phone */
            phone: string;
        };
        /**
         * CallView
         * @description A live link. `offering`: an offer of this epoch is wanted; `waiting`: for the other side.
         *
         *     `pictures`: film does not get through, and single pictures are sent instead.
         */
        CallView: {
            /** Call */
            call: string;
            /** Case */
            case: string;
            /** Epoch */
            epoch: number;
            /** Ice */
            ice: components["schemas"]["IceServer"][];
            /**
             * Kind
             * @enum {string}
             */
            kind: "monitoring" | "consultation";
            /**
             * Phase
             * @enum {string}
             */
            phase: "offering" | "offered" | "up" | "waiting";
            /** Pictures */
            pictures: boolean;
        };
        /**
         * CancelRequest
         * @description Why the case is taken back.
         */
        CancelRequest: {
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * CaptureView
         * @description A captured material: `on_its_way` until the hub has it; `sent_bytes` while it is being sent.
         */
        CaptureView: {
            material: components["schemas"]["MaterialRecord"];
            /** On Its Way */
            on_its_way: boolean;
            refusal: components["schemas"]["Refusal"] | null;
            /** Sent Bytes */
            sent_bytes: number | null;
            /** Source */
            source: string;
            /** Straightened */
            straightened: boolean;
        };
        /**
         * CodeView
         * @description The one-time code to show until `expires_at` (Unix ms); `qr` is a picture of it, a data address.
         */
        CodeView: {
            /** Code */
            code: string;
            /** Expires At */
            expires_at: number;
            /** Qr */
            qr: string;
        };
        /**
         * ConsentRequest
         * @description What the customer said, asked in this language; `given: false` also takes a yes back.
         */
        ConsentRequest: {
            /**
             * Covers
             * @enum {string}
             */
            covers: "face-comparison" | "video";
            /** Given */
            given: boolean;
            /**
             * Language
             * @enum {string}
             */
            language: "zh" | "en";
        };
        /**
         * ConsentView
         * @description An answer of the customer's, when it was given (Unix ms), and who asked, if somebody is signed in.
         */
        ConsentView: {
            /** Asked By */
            asked_by: string | null;
            /**
             * Covers
             * @enum {string}
             */
            covers: "face-comparison" | "video";
            /** Given */
            given: boolean;
            /**
             * Language
             * @enum {string}
             */
            language: "zh" | "en";
            refusal: components["schemas"]["Refusal"] | null;
            /** Said At */
            said_at: number;
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
         * DecisionView
         * @description What was decided here, when (Unix ms), and why; `passed` is null when materials are wanted again.
         */
        DecisionView: {
            /** Materials */
            materials: string[];
            /** Passed */
            passed: boolean | null;
            /** Reasons */
            reasons: string[];
            refusal: components["schemas"]["Refusal"] | null;
            /** Said At */
            said_at: number;
        };
        /**
         * FileCaseRequest
         * @description File a case for a branch.
         */
        FileCaseRequest: {
            /** Application */
            application: {
                [key: string]: string;
            };
            /** Procedure */
            procedure: string;
            target: components["schemas"]["BranchAddress"];
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
         * HandledCaseView
         * @description A case handled here, the materials that have come, and what was decided of it on this screen.
         */
        HandledCaseView: {
            /** Application */
            application: {
                [key: string]: string;
            };
            /** Case */
            case: string;
            decision: components["schemas"]["DecisionView"] | null;
            handler: components["schemas"]["Person"];
            /** Materials */
            materials: components["schemas"]["MaterialRecord"][];
            /** Origin */
            origin: string;
            /** Procedure */
            procedure: string;
            /** Ready */
            ready: boolean;
        };
        /**
         * IceServer
         * @description A STUN or TURN server (RFC 7064, RFC 7065); a name and a credential are of TURN, short-lived.
         */
        IceServer: {
            /** Credential */
            credential?: string | null;
            /** Urls */
            urls: string[];
            /** Username */
            username?: string | null;
        };
        /**
         * KioskCaseView
         * @description The customer's case, as far as it has come.
         *
         *     `needs` is what this round asks for: of each group one suffices. `attempts` counts the tries a material
         *     took, of which there are `most_attempts`.
         */
        KioskCaseView: {
            /** Attempts */
            attempts: {
                [key: string]: number;
            };
            case: components["schemas"]["OriginCaseView"];
            /** Fulfilment */
            fulfilment: ("asked" | "begun" | "done" | "receipted") | null;
            /** Most Attempts */
            most_attempts: number;
            /** Needs */
            needs: string[][];
            /** Prints */
            prints: components["schemas"]["PrintView"][];
            /** Round */
            round: number;
        };
        /**
         * KioskView
         * @description All that the kiosk's page shows; `version` grows with every change.
         *
         *     `visit` is another number for each customer: what a page holds of an earlier one it forgets. `asked`:
         *     they seem to be gone, and the screen hides what is theirs; in `ends_in_s` they are.
         */
        KioskView: {
            /** Calls */
            calls: components["schemas"]["CallView"][];
            /** Centre */
            centre: string | null;
            /** Connected */
            connected: boolean;
            current: components["schemas"]["KioskCaseView"] | null;
            /** Device */
            device: string;
            /** Ends In S */
            ends_in_s: number | null;
            /** Offered */
            offered: components["schemas"]["OfferedView"][];
            /** Peripherals */
            peripherals: components["schemas"]["PeripheralView"][];
            presence: components["schemas"]["PresenceView"] | null;
            /** Scanners */
            scanners: string[];
            /** Sight */
            sight: ("showing" | "frozen" | "black" | "lost") | null;
            /** Signature Pad */
            signature_pad: string | null;
            /**
             * Standing
             * @enum {string}
             */
            standing: "nobody" | "here" | "asked";
            /** Version */
            version: number;
            /** Visit */
            visit: number;
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
         * MaterialRecord
         * @description A captured thing: its name in the procedure, and the bytes it is, by their digest.
         */
        MaterialRecord: {
            /** Captured At */
            captured_at: number;
            /**
             * Findings
             * @default []
             */
            findings: components["schemas"]["Finding"][];
            /**
             * Media Type
             * @enum {string}
             */
            media_type: "image/jpeg" | "image/png" | "application/pdf" | "application/json";
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * OfferedView
         * @description A procedure, and the peripherals for want of which it is not to be had now.
         */
        OfferedView: {
            /** Lacking */
            lacking: string[];
            /** Procedure */
            procedure: string;
        };
        /**
         * OriginCaseView
         * @description A case filed here, what the hub told of it, what was captured, and each consent, in order.
         *
         *     `wanted_again` names the materials that the handler asked for again, until each is captured anew.
         */
        OriginCaseView: {
            /** Application */
            application: {
                [key: string]: string;
            };
            /** Branch */
            branch: string;
            /** Captures */
            captures: components["schemas"]["CaptureView"][];
            /** Case */
            case: string;
            /** Collected */
            collected: boolean;
            /** Consents */
            consents: components["schemas"]["ConsentView"][];
            /** Filed At */
            filed_at: number;
            /** Printed Forms */
            printed_forms: components["schemas"]["PrintedFormView"][];
            /** Procedure */
            procedure: string;
            refusal: components["schemas"]["Refusal"] | null;
            /** Result Shown */
            result_shown: boolean;
            /** Told */
            told: components["schemas"]["Told"][];
            /** Wanted Again */
            wanted_again: string[];
        };
        /**
         * PageAgain
         * @description The epoch of which the page has nothing.
         */
        PageAgain: {
            /** Epoch */
            epoch: number;
        };
        /**
         * PageAnswer
         * @description The other side's answer.
         */
        PageAnswer: {
            /** Sdp */
            sdp: string;
        };
        /**
         * PageBeat
         * @description The page is there, has sent so many frames, and sees its connection so.
         */
        PageBeat: {
            /** Epoch */
            epoch: number;
            /**
             * Frames
             * @default 0
             */
            frames: number;
            /**
             * State
             * @default new
             * @enum {string}
             */
            state: "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";
        };
        /**
         * PageOffer
         * @description The page's offer for an epoch of the call.
         */
        PageOffer: {
            /** Epoch */
            epoch: number;
            /** Sdp */
            sdp: string;
        };
        /**
         * PeripheralView
         * @description How a peripheral is, and in a sentence what is to be done.
         */
        PeripheralView: {
            /**
             * Condition
             * @enum {string}
             */
            condition: "ready" | "busy" | "slow" | "unplugged" | "out_of_paper" | "jammed" | "cover_open" | "failed";
            /** Peripheral */
            peripheral: string;
            /** Says */
            says: string;
        };
        /**
         * Person
         * @description A member of staff as a screen names them.
         */
        Person: {
            /** Name */
            name: string;
            /** Person */
            person: string;
        };
        /**
         * PresenceView
         * @description Who is before the camera, since when (Unix ms), in a sentence; `unseen` while it shows nothing.
         */
        PresenceView: {
            /** Says */
            says: string;
            /** Since */
            since: number;
            /**
             * What
             * @enum {string}
             */
            what: "unseen" | "nobody" | "one" | "several" | "turned";
        };
        /**
         * PrintedFormView
         * @description A form that was printed for a case: how often, when last, and whether the data changed since.
         */
        PrintedFormView: {
            /** Material */
            material: string;
            /** Outdated */
            outdated: boolean;
            /** Printed At */
            printed_at: number;
            /** Times */
            times: number;
        };
        /**
         * PrintView
         * @description A document on its way to paper, `since` when (Unix ms): a form, or the case's receipt.
         *
         *     `queued`, `printing`, `held_up` (the printer wants something, and goes on when it has it), and then
         *     `printed` or `failed`; `says` is a sentence for the person beside the printer. To try again is to print
         *     again.
         */
        PrintView: {
            /** Case */
            case: string;
            /** Condition */
            condition: ("ready" | "busy" | "slow" | "unplugged" | "out_of_paper" | "jammed" | "cover_open" | "failed") | null;
            /**
             * Document
             * @enum {string}
             */
            document: "form" | "receipt";
            /** Material */
            material: string | null;
            /** Says */
            says: string;
            /** Since */
            since: number;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "printing" | "held_up" | "printed" | "failed";
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
         * RecaptureHereRequest
         * @description Which materials are wanted again, and what is wrong with them.
         */
        RecaptureHereRequest: {
            /** Materials */
            materials: string[];
            /** Reasons */
            reasons: string[];
        };
        /**
         * Refusal
         * @description Why something was not done: a code for programs, a sentence for people, the field at fault.
         */
        Refusal: {
            /**
             * Code
             * @enum {string}
             */
            code: "too_large" | "not_utf8" | "not_json" | "not_an_envelope" | "unknown_type" | "unsupported_version" | "invalid_body" | "wrong_topic" | "wrong_stream" | "not_enrolled" | "not_granted" | "invalid_chunk" | "wrong_chunk_digest" | "wrong_digest" | "not_expected" | "disk_full" | "invalid_frame" | "unknown_call" | "wrong_epoch" | "replayed" | "too_late" | "unknown_case" | "case_exists" | "unknown_branch" | "unknown_procedure" | "invalid_application" | "unknown_material" | "material_not_stored" | "materials_missing" | "not_in_phase" | "not_the_origin" | "not_the_handler" | "stale_offer" | "not_on_duty" | "already_taken" | "broken_chain" | "recording_incomplete";
            /** Field */
            field?: string | null;
            /** Says */
            says: string;
        };
        /**
         * ReviewHereRequest
         * @description Passed or not, and why not; `evidence` has the digests of the materials that the page showed.
         */
        ReviewHereRequest: {
            /** Evidence */
            evidence: string[];
            /** Passed */
            passed: boolean;
            /** Reasons */
            reasons?: string[];
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
         * ScanRequestBody
         * @description Scan one material, with the counter's usual scanner or the one named.
         */
        ScanRequestBody: {
            /** Material */
            material: string;
            /** Scanner */
            scanner?: string | null;
        };
        /**
         * ShowRequest
         * @description Take this material: the photograph by the camera, a paper with the usual scanner or the one named.
         */
        ShowRequest: {
            /** Material */
            material: string;
            /** Scanner */
            scanner?: string | null;
        };
        /**
         * StateView
         * @description All that the counter's screen shows; `version` grows with every change.
         *
         *     The first of `scanners` is the usual one; `camera`, where one is fitted, is the last. `presence` is null
         *     where there is no camera.
         */
        StateView: {
            /** Calls */
            calls: components["schemas"]["CallView"][];
            /** Connected */
            connected: boolean;
            /** Device */
            device: string;
            /** Filed */
            filed: components["schemas"]["OriginCaseView"][];
            /** Handled */
            handled: components["schemas"]["HandledCaseView"][];
            /** Peripherals */
            peripherals: components["schemas"]["PeripheralView"][];
            person: components["schemas"]["Person"] | null;
            presence: components["schemas"]["PresenceView"] | null;
            /** Prints */
            prints: components["schemas"]["PrintView"][];
            /** Scanners */
            scanners: string[];
            /** Signature Pad */
            signature_pad: string | null;
            /** Telemetry Sent */
            telemetry_sent: number;
            /** Version */
            version: number;
            /** Waiting Messages */
            waiting_messages: number;
            /** Waiting Since */
            waiting_since: number | null;
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
         * Told
         * @description The origin is told how its case goes. `rerouting`: after a decline, whether the hub goes on.
         *
         *     With a result, `at` is when it came to be, and `reference` the core's own number for what was done.
         *     `queued` has a `place` (1: next), `reviewed` the `review` that was passed: more is captured now.
         */
        Told: {
            /** At */
            at?: number | null;
            /** Case */
            case: string;
            handler?: components["schemas"]["Person"] | null;
            /**
             * Materials
             * @default []
             */
            materials: string[];
            /**
             * News
             * @enum {string}
             */
            news: "accepted" | "waiting" | "declined" | "queued" | "recapture" | "reviewed" | "succeeded" | "failed" | "cancelled" | "expired";
            /** Place */
            place?: number | null;
            /**
             * Reasons
             * @default []
             */
            reasons: string[];
            /** Reference */
            reference?: string | null;
            /** Rerouting */
            rerouting?: boolean | null;
            /** Review */
            review?: string | null;
            /** Until */
            until?: number | null;
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
    again_api_calls__call__again_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageAgain"];
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
    answer_api_calls__call__answer_get: {
        parameters: {
            query: {
                epoch: number;
            };
            header?: never;
            path: {
                call: string;
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
                    "application/json": components["schemas"]["PageAnswer"];
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
    beat_api_calls__call__beat_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageBeat"];
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
    hang_up_api_calls__call__hang_up_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
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
    offer_api_calls__call__offer_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PageOffer"];
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
    ask_api_calls_ask_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskRequest"];
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
    live_api_camera_live_get: {
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
    preview_api_camera_preview_jpg_get: {
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
    file_case_api_cases_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FileCaseRequest"];
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
                    "application/json": components["schemas"]["OriginCaseView"];
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
    ask_for_another_api_cases__case__ask_for_another_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    cancel_api_cases__case__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
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
    collected_api_cases__case__collected_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    record_consent_api_cases__case__consent_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentRequest"];
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
                    "application/json": components["schemas"]["ConsentView"];
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
    form_api_cases__case__forms__material__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                material: string;
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
    print_form_api_cases__case__forms__material__print_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                material: string;
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrintView"];
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
    captured_api_cases__case__materials__name__get: {
        parameters: {
            query?: {
                straightened?: boolean;
            };
            header?: never;
            path: {
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
    captured_api_cases__case__materials__name__drawn__drawn_as__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                drawn_as: "png" | "svg";
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
    receipt_api_cases__case__receipt_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    print_receipt_api_cases__case__receipt_print_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrintView"];
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
    result_shown_api_cases__case__result_shown_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    scan_api_cases__case__scan_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanRequestBody"];
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
                    "application/json": components["schemas"]["CaptureView"];
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
    sign_api_cases__case__signature__material__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                material: string;
            };
            cookie?: never;
        };
        /** @description The strokes, where the pad is the page itself; else nothing. */
        requestBody?: {
            content: {
                "application/json": {
                    /** Height Px */
                    height_px: number;
                    /** Line Px */
                    line_px: number;
                    /** Strokes */
                    strokes: [
                        number,
                        number,
                        number,
                        number
                    ][][];
                    /**
                     * Type
                     * @constant
                     */
                    type: "signature";
                    /**
                     * Version
                     * @constant
                     */
                    version: 1;
                    /** Width Px */
                    width_px: number;
                };
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
                    "application/json": components["schemas"]["CaptureView"];
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
    shown_api_handled__case__materials__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
    shown_api_handled__case__materials__name__drawn__drawn_as__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                drawn_as: "png" | "svg";
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
    ask_again_api_handled__case__recapture_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecaptureHereRequest"];
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
    review_api_handled__case__review_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewHereRequest"];
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
    state_api_kiosk_get: {
        parameters: {
            query?: {
                after?: number;
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
                    "application/json": components["schemas"]["KioskView"];
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
    begin_api_kiosk_begin_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginRequest"];
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
                    "application/json": components["schemas"]["OriginCaseView"];
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
    fill_in_api_kiosk_cases__case__application_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationRequest"];
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
    call_back_api_kiosk_cases__case__callback_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallBackRequest"];
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
    capture_api_kiosk_cases__case__capture_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowRequest"];
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
                    "application/json": components["schemas"]["CaptureView"];
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
    stop_api_kiosk_stop_post: {
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
    touch_api_kiosk_touch_post: {
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
    leave_api_leave_post: {
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
    procedures_api_procedures_get: {
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
    show_code_api_sign_in_code_post: {
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
                    "application/json": components["schemas"]["CodeView"];
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
    state_api_state_get: {
        parameters: {
            query?: {
                after?: number;
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
                    "application/json": components["schemas"]["StateView"];
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
