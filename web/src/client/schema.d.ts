/** Written by `npm run client` from openapi.json. */

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Jwks */
        get: operations["get_jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/trail-keys.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Trail Keys */
        get: operations["get_trail_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access-trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Access Entries */
        get: operations["list_access_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/access-trail/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prove Access Trail */
        get: operations["prove_access_trail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adjustment-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Reasons */
        get: operations["list_reasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adjustment-reasons/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep Reason */
        put: operations["keep_reason"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Appointments */
        get: operations["list_appointments"];
        put?: never;
        /** Book Appointment */
        post: operations["book_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Appointment */
        get: operations["get_appointment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Appointment */
        patch: operations["change_appointment"];
        trace?: never;
    };
    "/api/appointments/{appointment_id}/arrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Arrive Appointment */
        post: operations["arrive_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel Appointment */
        post: operations["cancel_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete Appointment */
        post: operations["complete_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm Appointment */
        post: operations["confirm_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Miss Appointment */
        post: operations["miss_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reopen Appointment */
        post: operations["reopen_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reschedule Appointment */
        post: operations["reschedule_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/reschedule/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview Change */
        post: operations["preview_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Room Appointment */
        post: operations["room_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/{appointment_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start Appointment */
        post: operations["start_appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/appointments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview Booking */
        post: operations["preview_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/accept-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept Invitation */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask For Reset */
        post: operations["ask_for_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign In */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign Out */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change Password */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refresh Sign In */
        post: operations["refresh_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reset Password */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Sessions */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End Session */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/end-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End Other Sessions */
        post: operations["end_other_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Admit Program */
        post: operations["admit_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start Totp */
        post: operations["start_totp"];
        /** Stop Totp */
        delete: operations["stop_totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm Totp */
        post: operations["confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew Recovery Codes */
        post: operations["renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Calendar Feeds */
        get: operations["list_calendar_feeds"];
        put?: never;
        /** Add Calendar Feed */
        post: operations["add_calendar_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar-feeds/{feed_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke Calendar Feed */
        delete: operations["revoke_calendar_feed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claim-acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive Acknowledgement */
        post: operations["receive_acknowledgement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claim-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Batches */
        get: operations["list_batches"];
        put?: never;
        /** Submit Claims */
        post: operations["submit_claims"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claim-batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Batch */
        get: operations["get_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claim-batches/{batch_id}/837p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Batch File */
        get: operations["get_batch_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Claims */
        get: operations["list_claims"];
        put?: never;
        /** Create Claim */
        post: operations["create_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Claim */
        get: operations["get_claim"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Claim */
        patch: operations["change_claim"];
        trace?: never;
    };
    "/api/claims/{claim_id}/837p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Claim File */
        get: operations["get_claim_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check Claim */
        post: operations["check_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct Claim */
        post: operations["correct_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep Claim */
        post: operations["keep_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/secondary-claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass On Claim */
        post: operations["pass_on_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit Claim */
        post: operations["submit_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/claims/{claim_id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Void Claim */
        post: operations["void_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Codes */
        get: operations["list_codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/coverages/{coverage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Coverage */
        get: operations["get_coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Coverage */
        patch: operations["change_coverage"];
        trace?: never;
    };
    "/api/denials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Denials */
        get: operations["list_denials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/denials/{denial_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Denial */
        patch: operations["change_denial"];
        trace?: never;
    };
    "/api/denials/{denial_id}/corrected-claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct Denied Claim */
        post: operations["correct_denied_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/denials/{denial_id}/secondary-claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pass On Denied Claim */
        post: operations["pass_on_denied_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/download/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download Document */
        get: operations["download_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/upload/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Upload Document */
        put: operations["upload_document"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listen To Events */
        get: operations["listen_to_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exchange-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Exchange Files */
        get: operations["list_exchange_files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export Clinic */
        get: operations["export_clinic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Fees */
        get: operations["list_fees"];
        put?: never;
        /** Add Fee */
        post: operations["add_fee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/fees/{fee_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Fee */
        get: operations["get_fee"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Fee */
        patch: operations["change_fee"];
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Imports */
        get: operations["list_imports"];
        put?: never;
        /** Import Patients */
        post: operations["import_patients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Import */
        get: operations["get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{import_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo Import */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Invoices */
        get: operations["list_invoices"];
        put?: never;
        /** Create Invoice */
        post: operations["create_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Invoice */
        get: operations["get_invoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Invoice */
        patch: operations["change_invoice"];
        trace?: never;
    };
    "/api/invoices/{invoice_id}/claim-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check Readiness */
        get: operations["check_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Credit Invoice */
        post: operations["credit_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue Invoice */
        post: operations["issue_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Payment */
        post: operations["take_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Invoice Pdf */
        get: operations["get_invoice_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Void Invoice */
        post: operations["void_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invoices/{invoice_id}/write-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write Off Invoice */
        post: operations["write_off_invoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prove Ledger */
        get: operations["prove_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Locations */
        get: operations["list_locations"];
        put?: never;
        /** Add Location */
        post: operations["add_location"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations/{location_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Location */
        get: operations["get_location"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Location */
        patch: operations["change_location"];
        trace?: never;
    };
    "/api/locations/{location_id}/closures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Closures */
        get: operations["list_closures"];
        put?: never;
        /** Add Closure */
        post: operations["add_closure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/locations/{location_id}/closures/{closure_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Closure */
        delete: operations["remove_closure"];
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
        /** Get Me */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/message-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Message Templates */
        get: operations["list_message_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/message-templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Message Template */
        get: operations["get_message_template"];
        /** Set Message Template */
        put: operations["set_message_template"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Messages */
        get: operations["list_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Message */
        get: operations["get_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{message_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retry Message */
        post: operations["retry_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/note-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Note Templates */
        get: operations["list_note_templates"];
        put?: never;
        /** Add Note Template */
        post: operations["add_note_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/note-templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Note Template */
        delete: operations["remove_note_template"];
        options?: never;
        head?: never;
        /** Change Note Template */
        patch: operations["change_note_template"];
        trace?: never;
    };
    "/api/notes/unsigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Unsigned Notes */
        get: operations["list_unsigned_notes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patient-duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Duplicates */
        get: operations["list_duplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patient-duplicates/{pair_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dismiss Duplicate */
        post: operations["dismiss_duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patient-duplicates/{pair_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reopen Duplicate */
        post: operations["reopen_duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patient-merges/{merge_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo Patient Merge */
        post: operations["undo_patient_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Patients */
        get: operations["list_patients"];
        put?: never;
        /** Register Patient */
        post: operations["register_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Patient */
        get: operations["get_patient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Patient */
        patch: operations["change_patient"];
        trace?: never;
    };
    "/api/patients/{patient_id}/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Patient Accesses */
        get: operations["list_patient_accesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/accesses/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write Access Letter */
        post: operations["write_access_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Patient Account */
        get: operations["get_patient_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/allergies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Allergies */
        get: operations["list_allergies"];
        put?: never;
        /** Add Allergy */
        post: operations["add_allergy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/allergies/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Allergy */
        patch: operations["change_allergy"];
        trace?: never;
    };
    "/api/patients/{patient_id}/allergies/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Allergy History */
        get: operations["get_allergy_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive Patient */
        post: operations["archive_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Consents */
        get: operations["list_consents"];
        put?: never;
        /** Add Consent */
        post: operations["add_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/consents/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Consent */
        patch: operations["change_consent"];
        trace?: never;
    };
    "/api/patients/{patient_id}/consents/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Consent History */
        get: operations["get_consent_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/contact-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Contact Preferences */
        get: operations["get_contact_preferences"];
        /** Set Contact Preferences */
        put: operations["set_contact_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/coverages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Coverages */
        get: operations["list_coverages"];
        put?: never;
        /** Add Coverage */
        post: operations["add_coverage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Documents */
        get: operations["list_documents"];
        put?: never;
        /** Announce Document */
        post: operations["announce_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Document */
        get: operations["get_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/documents/{document_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete Document */
        post: operations["complete_document"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export Patient */
        get: operations["export_patient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Patient History */
        get: operations["get_patient_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/immunizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Immunizations */
        get: operations["list_immunizations"];
        put?: never;
        /** Add Immunization */
        post: operations["add_immunization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/immunizations/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Immunization */
        patch: operations["change_immunization"];
        trace?: never;
    };
    "/api/patients/{patient_id}/immunizations/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Immunization History */
        get: operations["get_immunization_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/medications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Medications */
        get: operations["list_medications"];
        put?: never;
        /** Add Medication */
        post: operations["add_medication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/medications/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Medication */
        patch: operations["change_medication"];
        trace?: never;
    };
    "/api/patients/{patient_id}/medications/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Medication History */
        get: operations["get_medication_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge Patients */
        post: operations["merge_patients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Notes */
        get: operations["list_notes"];
        put?: never;
        /** Write Note */
        post: operations["write_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/notes/{note_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Note */
        get: operations["get_note"];
        put?: never;
        post?: never;
        /** Discard Note */
        delete: operations["discard_note"];
        options?: never;
        head?: never;
        /** Change Note */
        patch: operations["change_note"];
        trace?: never;
    };
    "/api/patients/{patient_id}/notes/{note_id}/addenda": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add Addendum */
        post: operations["add_addendum"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/notes/{note_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore Note */
        post: operations["restore_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/notes/{note_id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign Note */
        post: operations["sign_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Deposit */
        post: operations["take_deposit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Problems */
        get: operations["list_problems"];
        put?: never;
        /** Add Problem */
        post: operations["add_problem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/problems/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Problem */
        patch: operations["change_problem"];
        trace?: never;
    };
    "/api/patients/{patient_id}/problems/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Problem History */
        get: operations["get_problem_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Record */
        get: operations["get_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Patient Statement */
        get: operations["get_patient_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unarchive Patient */
        post: operations["unarchive_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/vitals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Vitals */
        get: operations["list_vitals"];
        put?: never;
        /** Add Vital */
        post: operations["add_vital"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/vitals/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Vital */
        patch: operations["change_vital"];
        trace?: never;
    };
    "/api/patients/{patient_id}/vitals/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Vital History */
        get: operations["get_vital_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{patient_id}/vitals/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Trend */
        get: operations["get_trend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Payers */
        get: operations["list_payers"];
        put?: never;
        /** Add Payer */
        post: operations["add_payer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payers/{payer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Payer */
        patch: operations["change_payer"];
        trace?: never;
    };
    "/api/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Payment */
        get: operations["get_payment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply Credit */
        post: operations["apply_credit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Receipt Pdf */
        get: operations["get_receipt_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refund Payment */
        post: operations["refund_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/payments/{payment_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release Payment */
        post: operations["release_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Practitioners */
        get: operations["list_practitioners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners/{practitioner_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Availability */
        get: operations["get_availability"];
        /** Set Availability */
        put: operations["set_availability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners/{practitioner_id}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Exceptions */
        get: operations["list_exceptions"];
        put?: never;
        /** Add Exception */
        post: operations["add_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners/{practitioner_id}/exceptions/{exception_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Exception */
        delete: operations["remove_exception"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners/{practitioner_id}/time-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Time Off */
        get: operations["list_time_off"];
        put?: never;
        /** Add Time Off */
        post: operations["add_time_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/practitioners/{practitioner_id}/time-off/{time_off_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Time Off */
        delete: operations["remove_time_off"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Programs */
        get: operations["list_programs"];
        put?: never;
        /** Add Program */
        post: operations["add_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/programs/{program_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke Program */
        post: operations["revoke_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quick-phrases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Quick Phrases */
        get: operations["list_quick_phrases"];
        put?: never;
        /** Add Quick Phrase */
        post: operations["add_quick_phrase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quick-phrases/{phrase_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Quick Phrase */
        delete: operations["remove_quick_phrase"];
        options?: never;
        head?: never;
        /** Change Quick Phrase */
        patch: operations["change_quick_phrase"];
        trace?: never;
    };
    "/api/reminder-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Reminder Rules */
        get: operations["get_reminder_rules"];
        /** Set Reminder Rules */
        put: operations["set_reminder_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/remittances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Remittances */
        get: operations["list_remittances"];
        put?: never;
        /** Receive Remittance */
        post: operations["receive_remittance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/remittances/{remittance_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Remittance */
        get: operations["get_remittance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/remittances/{remittance_id}/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Match Remittance Claim */
        post: operations["match_remittance_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/remittances/{remittance_id}/unmatch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unmatch Remittance Claim */
        post: operations["unmatch_remittance_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/aging": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report Aging */
        get: operations["report_aging"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Day Sheet */
        get: operations["get_day_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/earnings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report Earnings */
        get: operations["report_earnings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/finance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report Finance */
        get: operations["report_finance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Patient Statistics */
        get: operations["get_patient_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report Payments */
        get: operations["report_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/practitioners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Practitioner Report */
        get: operations["get_practitioner_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Roles */
        get: operations["list_roles"];
        put?: never;
        /** Make Role */
        post: operations["make_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove Role */
        delete: operations["remove_role"];
        options?: never;
        head?: never;
        /** Change Role */
        patch: operations["change_role"];
        trace?: never;
    };
    "/api/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Rooms */
        get: operations["list_rooms"];
        put?: never;
        /** Add Room */
        post: operations["add_room"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rooms/{room_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Room */
        patch: operations["change_room"];
        trace?: never;
    };
    "/api/rooms/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Rooms Board */
        get: operations["get_rooms_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/series/{series_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Series */
        get: operations["get_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Slots */
        get: operations["list_slots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/slots/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain Slot */
        get: operations["explain_slot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sms/incoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take Text Message */
        post: operations["take_text_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Staff */
        get: operations["list_staff"];
        put?: never;
        /** Invite Staff */
        post: operations["invite_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/{staff_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Staff */
        get: operations["get_staff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Staff */
        patch: operations["change_staff"];
        trace?: never;
    };
    "/api/staff/{staff_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deactivate Staff */
        post: operations["deactivate_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/{staff_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite Staff Again */
        post: operations["invite_staff_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visit-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Visit Types */
        get: operations["list_visit_types"];
        put?: never;
        /** Add Visit Type */
        post: operations["add_visit_type"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visit-types/{visit_type_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Visit Type */
        get: operations["get_visit_type"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change Visit Type */
        patch: operations["change_visit_type"];
        trace?: never;
    };
    "/api/visits/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Linked Visit */
        get: operations["get_linked_visit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/{token}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel Linked Visit */
        post: operations["cancel_linked_visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visits/{token}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm Linked Visit */
        post: operations["confirm_linked_visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Waitlist */
        get: operations["list_waitlist"];
        put?: never;
        /** Add To Waitlist */
        post: operations["add_to_waitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waitlist/{entry_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove From Waitlist */
        delete: operations["remove_from_waitlist"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{secret}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Calendar */
        get: operations["get_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Documentation Page */
        get: operations["get_documentation_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Health */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Liveness */
        get: operations["get_liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Readiness */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Openapi Document */
        get: operations["get_openapi_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Status Page */
        get: operations["get_status_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Status */
        get: operations["get_status"];
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
         * AcceptInvitation
         * @description The token of an invitation, and the password chosen.
         */
        AcceptInvitation: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * AccessDayView
         * @description One day's accesses to a patient's data, the newest first.
         */
        AccessDayView: {
            /** Accesses */
            accesses: components["schemas"]["AccessInWords"][];
            /**
             * On
             * Format: date
             */
            on: string;
        };
        /**
         * AccessEntryView
         * @description Who saw or changed what of a patient's data; `source` and `position` name the entry.
         */
        AccessEntryView: {
            /** Action */
            action: string;
            /** Address */
            address: string | null;
            /** Kind */
            kind: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /** Outcome */
            outcome: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Position */
            position: number;
            /** Purpose */
            purpose: string | null;
            /** Request Id */
            request_id: string | null;
            /** Role */
            role: string | null;
            /** Session Id */
            session_id: string | null;
            /** Source */
            source: string;
            /** Staff Id */
            staff_id: string | null;
            /** Staff Name */
            staff_name: string | null;
        };
        /**
         * AccessInWords
         * @description What somebody did with a patient's data on one day, however often.
         */
        AccessInWords: {
            /**
             * First At
             * Format: date-time
             */
            first_at: string;
            /**
             * Last At
             * Format: date-time
             */
            last_at: string;
            /** Outcome */
            outcome: string;
            /** Staff Id */
            staff_id: string | null;
            /** Times */
            times: number;
            /** Who */
            who: string;
            /** Words */
            words: string;
        };
        /**
         * AccountEntryView
         * @description What one document did to an account, and the balance after it.
         */
        AccountEntryView: {
            /** Amount Minor */
            amount_minor: number;
            /** Balance Minor */
            balance_minor: number;
            /** Description */
            description: string;
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Invoice Id */
            invoice_id: string | null;
            /** Kind */
            kind: string;
            /** Number */
            number: string | null;
            /**
             * Posted At
             * Format: date-time
             */
            posted_at: string;
        };
        /**
         * AccountView
         * @description What a patient owes and how that came about, the newest entry first.
         *
         *     The balance is what is owed on invoices, less the credit that lies unapplied: below nought the clinic owes.
         *     `asked_of_payers_minor` is the part of it that payers were asked for.
         */
        AccountView: {
            /** Asked Of Payers Minor */
            asked_of_payers_minor: number;
            /** Balance Minor */
            balance_minor: number;
            /** Balances */
            balances: components["schemas"]["OwedView"][];
            /** Credit Minor */
            credit_minor: number;
            /** Credits */
            credits: components["schemas"]["CreditView"][];
            /** Currency */
            currency: string;
            /** Entries */
            entries: components["schemas"]["AccountEntryView"][];
            /** Next */
            next: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
        };
        /**
         * AcknowledgedView
         * @description What was said about a file or a claim of ours; `claim_id` is null if it is none.
         */
        AcknowledgedView: {
            /** Accepted */
            accepted: boolean;
            /** Claim Id */
            claim_id: string | null;
            /** Kind */
            kind: string;
            /** Reference */
            reference: string;
            /** Said */
            said: string;
        };
        /**
         * AcknowledgementView
         * @description An acknowledgement, matched to our claims.
         */
        AcknowledgementView: {
            /** Accepted */
            accepted: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Rejected */
            rejected: number;
            /** Results */
            results: components["schemas"]["AcknowledgedView"][];
            /** Unmatched */
            unmatched: number;
        };
        /**
         * AddendumView
         * @description Something added to a signed note.
         */
        AddendumView: {
            /**
             * Author Id
             * Format: uuid
             */
            author_id: string;
            /** Author Name */
            author_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Sha256 */
            sha256: string;
            /** Text */
            text: string;
        };
        /**
         * Address
         * @description A postal address.
         */
        Address: {
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Line1 */
            line1?: string | null;
            /** Line2 */
            line2?: string | null;
            /** Postal Code */
            postal_code?: string | null;
            /** Region */
            region?: string | null;
        };
        /**
         * AddressView
         * @description A postal address.
         */
        AddressView: {
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Line1 */
            line1?: string | null;
            /** Line2 */
            line2?: string | null;
            /** Postal Code */
            postal_code?: string | null;
            /** Region */
            region?: string | null;
        };
        /**
         * AdjustmentView
         * @description A credit note, with its number, or a write-off.
         */
        AdjustmentView: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "credit" | "write_off";
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Number */
            number: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * AgedView
         * @description What one payer was asked for and has not answered, or what patients owe (no payer), by days since the issue.
         */
        AgedView: {
            /** Buckets */
            buckets: {
                [key: string]: number;
            };
            /** Payer Id */
            payer_id: string | null;
            /** Payer Name */
            payer_name: string | null;
            /** Total Minor */
            total_minor: number;
        };
        /**
         * AgingView
         * @description What was owed at the end of a day, by age and by whom.
         */
        AgingView: {
            /** Currency */
            currency: string;
            /** Items */
            items: components["schemas"]["AgedView"][];
            /**
             * On
             * Format: date
             */
            on: string;
            /** Total Minor */
            total_minor: number;
        };
        /**
         * Alive
         * @description It answers.
         */
        Alive: {
            /**
             * Status
             * @default ok
             */
            status?: string;
        };
        /**
         * AllergiesView
         * @description The latest allergies.
         */
        AllergiesView: {
            /** Count */
            count: number;
            /** Latest */
            latest: components["schemas"]["AllergyView"][];
        };
        /**
         * AllergyChange
         * @description What changes about an allergy.
         */
        AllergyChange: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Criticality */
            criticality?: ("low" | "high" | "unable-to-assess") | null;
            /** Noted On */
            noted_on?: string | null;
            /** Reaction */
            reaction?: string | null;
            /** Severity */
            severity?: ("mild" | "moderate" | "severe") | null;
            /** Struck Out Reason */
            struck_out_reason?: string;
            /** Substance */
            substance?: string;
        };
        /**
         * AllergyView
         * @description An allergy or intolerance.
         */
        AllergyView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Code */
            code: string | null;
            /** Code System */
            code_system: string | null;
            /** Criticality */
            criticality: ("low" | "high" | "unable-to-assess") | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /** Noted On */
            noted_on: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Reaction */
            reaction: string | null;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Severity */
            severity: ("mild" | "moderate" | "severe") | null;
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /** Substance */
            substance: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * AllocationView
         * @description Credit put to an invoice (`application`), or taken off it again (`release`).
         */
        AllocationView: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "application" | "release";
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /**
             * Payment Id
             * Format: uuid
             */
            payment_id: string;
            /** Receipt Number */
            receipt_number: string;
        };
        /**
         * AnnouncedDocumentView
         * @description A document that was announced: send it to `upload`, then complete it.
         */
        AnnouncedDocumentView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            upload: components["schemas"]["UploadView"];
        };
        /**
         * AnswerChoice
         * @description Which claim of the remittance is meant: by its id, or by the control number the payer gave it.
         */
        AnswerChoice: {
            /** Claim Reference */
            claim_reference?: string | null;
            /** Remittance Claim Id */
            remittance_claim_id?: string | null;
        };
        /**
         * Answered
         * @description What became of one claim of a remittance.
         * @enum {string}
         */
        Answered: "posted" | "unmatched" | "flagged" | "held";
        /**
         * AppointmentChange
         * @description What changes of a visit.
         */
        AppointmentChange: {
            /** Minutes */
            minutes?: number;
            /** Reason */
            reason?: string | null;
            /** Room Id */
            room_id?: string | null;
        };
        /**
         * AppointmentDetailView
         * @description A visit with its history, what the patient missed so far, and when they come next.
         */
        AppointmentDetailView: {
            /** Arrived At */
            arrived_at: string | null;
            /** Buffer After */
            buffer_after: number;
            /** Buffer Before */
            buffer_before: number;
            /** Cancel Reason */
            cancel_reason: string | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Color */
            color: string | null;
            /** Completed At */
            completed_at: string | null;
            /** Confirmed At */
            confirmed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** History */
            history: components["schemas"]["StepView"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Location Name */
            location_name: string;
            /** Minutes */
            minutes: number;
            /** Missed At */
            missed_at: string | null;
            next_visit: components["schemas"]["NextVisitView"] | null;
            /** No Show Count */
            no_show_count: number;
            /** Occurrence At */
            occurrence_at: string | null;
            /** Overbook Reason */
            overbook_reason: string | null;
            /** Overbooked */
            overbooked: boolean;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Reason */
            reason: string | null;
            /** Room Id */
            room_id: string | null;
            /**
             * Room Minutes
             * @description How long the patient was in the room, from being brought there to the end; null before that.
             */
            readonly room_minutes: number | null;
            /** Room Name */
            room_name: string | null;
            /** Roomed At */
            roomed_at: string | null;
            /** Series Id */
            series_id: string | null;
            /** Started At */
            started_at: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            status: components["schemas"]["Status"];
            /** Time Zone */
            time_zone: string;
            /** Version */
            version: number;
            /** Visit Type Code */
            visit_type_code: string;
            /**
             * Visit Type Id
             * Format: uuid
             */
            visit_type_id: string;
            /** Visit Type Name */
            visit_type_name: string;
            /**
             * Waiting Minutes
             * @description How long the patient waited from arriving to being brought to a room, or to the start; null before that.
             */
            readonly waiting_minutes: number | null;
            /**
             * Warnings
             * @default []
             */
            warnings?: components["schemas"]["WarningView"][];
        };
        /**
         * AppointmentView
         * @description A visit.
         */
        AppointmentView: {
            /** Arrived At */
            arrived_at: string | null;
            /** Buffer After */
            buffer_after: number;
            /** Buffer Before */
            buffer_before: number;
            /** Cancel Reason */
            cancel_reason: string | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Color */
            color: string | null;
            /** Completed At */
            completed_at: string | null;
            /** Confirmed At */
            confirmed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Location Name */
            location_name: string;
            /** Minutes */
            minutes: number;
            /** Missed At */
            missed_at: string | null;
            /** Occurrence At */
            occurrence_at: string | null;
            /** Overbook Reason */
            overbook_reason: string | null;
            /** Overbooked */
            overbooked: boolean;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Reason */
            reason: string | null;
            /** Room Id */
            room_id: string | null;
            /**
             * Room Minutes
             * @description How long the patient was in the room, from being brought there to the end; null before that.
             */
            readonly room_minutes: number | null;
            /** Room Name */
            room_name: string | null;
            /** Roomed At */
            roomed_at: string | null;
            /** Series Id */
            series_id: string | null;
            /** Started At */
            started_at: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            status: components["schemas"]["Status"];
            /** Time Zone */
            time_zone: string;
            /** Version */
            version: number;
            /** Visit Type Code */
            visit_type_code: string;
            /**
             * Visit Type Id
             * Format: uuid
             */
            visit_type_id: string;
            /** Visit Type Name */
            visit_type_name: string;
            /**
             * Waiting Minutes
             * @description How long the patient waited from arriving to being brought to a room, or to the start; null before that.
             */
            readonly waiting_minutes: number | null;
            /**
             * Warnings
             * @default []
             */
            warnings?: components["schemas"]["WarningView"][];
        };
        /**
         * AvailabilityView
         * @description A practitioner's weekly availability.
         */
        AvailabilityView: {
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Rules */
            rules: components["schemas"]["HoursView"][];
            /** Version */
            version: number;
        };
        /**
         * BatchDetailView
         * @description A file of claims, with the claims in it in the file's order.
         */
        BatchDetailView: {
            /** Charge Minor */
            charge_minor: number;
            /** Claims */
            claims: components["schemas"]["ClaimView"][];
            /** Claims Count */
            claims_count: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivery */
            delivery: ("pending" | "sending" | "sent") | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Interchange Number */
            interchange_number: number;
        };
        /**
         * BatchView
         * @description A file of claims; `delivery` says how far it is on its way, and is null where nobody fetches it.
         */
        BatchView: {
            /** Charge Minor */
            charge_minor: number;
            /** Claims Count */
            claims_count: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Delivery */
            delivery: ("pending" | "sending" | "sent") | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Interchange Number */
            interchange_number: number;
        };
        /**
         * BreakView
         * @description The first place where the books do not agree.
         */
        BillingBreakView: {
            /**
             * Document Id
             * Format: uuid
             */
            document_id: string;
            /** Document Kind */
            document_kind: string;
            /** Entry */
            entry: number | null;
            /** Expected */
            expected: string;
            /** Found */
            found: string;
            /** Number */
            number: string | null;
            /** What */
            what: string;
        };
        /**
         * ReasonView
         * @description What a payer's reason code means, in the clinic's words.
         */
        BillingReasonView: {
            /** Code */
            code: string;
            /** Description */
            description: string;
        };
        /**
         * BooksView
         * @description The totals of one currency: of the ledger, and of the documents.
         */
        BooksView: {
            /** Adjusted On Invoices Minor */
            adjusted_on_invoices_minor: number;
            /** Adjustments Minor */
            adjustments_minor: number;
            /** Asked Of Payers Minor */
            asked_of_payers_minor: number;
            /** Cash Minor */
            cash_minor: number;
            /** Charged On Invoices Minor */
            charged_on_invoices_minor: number;
            /** Credit Of Payments Minor */
            credit_of_payments_minor: number;
            /** Currency */
            currency: string;
            /** Kept By Payers Minor */
            kept_by_payers_minor: number;
            /** Owed On Invoices Minor */
            owed_on_invoices_minor: number;
            /** Payer Adjustments Minor */
            payer_adjustments_minor: number;
            /** Payer Receivable Minor */
            payer_receivable_minor: number;
            /** Payments Minor */
            payments_minor: number;
            /** Receivable Minor */
            receivable_minor: number;
            /** Refunds Minor */
            refunds_minor: number;
            /** Remittances Minor */
            remittances_minor: number;
            /** Revenue Minor */
            revenue_minor: number;
            /** Tax Minor */
            tax_minor: number;
            /** Taxed On Invoices Minor */
            taxed_on_invoices_minor: number;
            /** Unapplied Credit Minor */
            unapplied_credit_minor: number;
        };
        /**
         * BreakView
         * @description The first entry that does not hold, and why.
         */
        BreakView: {
            /** Position */
            position: number;
            /** Reason */
            reason: string;
            /** Source */
            source: string;
        };
        /**
         * Cancellation
         * @description Why a visit does not take place; `scope` says which of its series are meant.
         */
        Cancellation: {
            /** Reason */
            reason: string;
            /** @default this */
            scope?: components["schemas"]["Scope"];
        };
        /**
         * ChainView
         * @description One service's chain; `head` is the hash of its last good entry, in hex.
         */
        ChainView: {
            /** Entries */
            entries: number;
            /** Head */
            head: string;
            /** Sealed */
            sealed: number;
            /** Sealed At */
            sealed_at: string | null;
            /** Source */
            source: string;
        };
        /**
         * ChargedView
         * @description What one code came to, tax and all; `code` is null for lines without one.
         */
        ChargedView: {
            /** Charged Minor */
            charged_minor: number;
            /** Code */
            code: string | null;
            /** Description */
            description: string;
            /** Quantity */
            quantity: number;
        };
        /**
         * ClaimAdjustmentView
         * @description Why less was paid than charged; `line` counts from 1, null is the whole claim.
         */
        ClaimAdjustmentView: {
            /** Amount Minor */
            amount_minor: number;
            /** Group */
            group: string;
            /** Line */
            line: number | null;
            /** Reason */
            reason: string;
        };
        /**
         * ClaimAgain
         * @description A claim is corrected or withdrawn: the payer's own number of it, where no answer told it.
         */
        ClaimAgain: {
            /** Payer Claim Number */
            payer_claim_number?: string | null;
        };
        /**
         * ClaimChange
         * @description What changes about a claim that is not with the payer; what is left out stays.
         */
        ClaimChange: {
            /** Diagnosis Codes */
            diagnosis_codes?: string[] | null;
            /** Line Changes */
            line_changes?: components["schemas"]["LineChange"][] | null;
            /** Payer Claim Number */
            payer_claim_number?: string | null;
            /** Place Of Service */
            place_of_service?: string | null;
            /** Prior Authorization */
            prior_authorization?: string | null;
            /** Service On */
            service_on?: string | null;
        };
        /**
         * ClaimState
         * @description Where a claim stands (C1).
         * @enum {string}
         */
        ClaimState: "draft" | "held" | "ready" | "submitted" | "accepted" | "rejected" | "paid" | "denied" | "voided";
        /**
         * ClaimView
         * @description A claim and where it stands.
         */
        ClaimView: {
            /** Charge Minor */
            charge_minor: number;
            /** Checked At */
            checked_at: string | null;
            /** Control Number */
            control_number: string;
            /**
             * Coverage Id
             * Format: uuid
             */
            coverage_id: string;
            /** Currency */
            currency: string;
            /** Diagnosis Codes */
            diagnosis_codes: string[];
            /** Findings */
            findings: components["schemas"]["FindingView"][];
            /**
             * Frequency
             * @enum {string}
             */
            frequency: "1" | "7" | "8";
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Invoice Id
             * Format: uuid
             */
            invoice_id: string;
            /** Invoice Number */
            invoice_number: string | null;
            /** Line Changes */
            line_changes: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Payer Answer */
            payer_answer: string | null;
            /** Payer Claim Number */
            payer_claim_number: string | null;
            /** Payer Name */
            payer_name: string;
            /** Place Of Service */
            place_of_service: string;
            /** Prior Authorization */
            prior_authorization: string | null;
            /**
             * Service On
             * Format: date
             */
            service_on: string;
            state: components["schemas"]["ClaimState"];
            /** Submitted At */
            submitted_at: string | null;
            /** Version */
            version: number;
        };
        /**
         * ClosureView
         * @description Days on which a location is closed; `visits_booked` says, when it is made, how many visits are to be moved.
         */
        ClosureView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Ends */
            ends: string;
            /**
             * Ends On
             * Format: date
             */
            ends_on: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Reason */
            reason: string | null;
            /** Starts */
            starts: string;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
            /** Visits Booked */
            visits_booked?: number | null;
        };
        /**
         * CodeView
         * @description An entry of a code table: what goes into `code`, `code_system` and `display` of a problem.
         */
        CodeView: {
            /** Code */
            code: string;
            /** Display */
            display: string;
            /** System */
            system: string;
        };
        /**
         * ConsentChange
         * @description What changes about a consent.
         */
        ConsentChange: {
            /** Given */
            given?: boolean;
            /**
             * Given On
             * Format: date
             */
            given_on?: string;
            /** Kind */
            kind?: string;
            /** Note */
            note?: string | null;
            /** Struck Out Reason */
            struck_out_reason?: string;
        };
        /**
         * ConsentView
         * @description What a patient agreed to, or did not.
         */
        ConsentView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Given */
            given: boolean;
            /**
             * Given On
             * Format: date
             */
            given_on: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /** Kind */
            kind: string;
            /** Note */
            note: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ContactPreferencesChange
         * @description How a patient wants to be written to; `contact_by` goes before what their registration says.
         */
        ContactPreferencesChange: {
            /** Contact By */
            contact_by?: ("email" | "sms" | "phone" | "none") | null;
            /**
             * Email Opt Out
             * @default false
             */
            email_opt_out?: boolean;
            /** Language */
            language?: string | null;
            /**
             * Sms Opt Out
             * @default false
             */
            sms_opt_out?: boolean;
        };
        /** ContactPreferencesView */
        ContactPreferencesView: {
            /** Contact By */
            contact_by: string | null;
            /** Email Opt Out */
            email_opt_out: boolean;
            /** Language */
            language: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Sms Opt Out */
            sms_opt_out: boolean;
            /** Version */
            version: number;
        };
        /**
         * CoverageChange
         * @description What changes about a coverage; what is left out stays. `valid_until` ends it, `withdrawn` takes it back.
         */
        CoverageChange: {
            /** Group Number */
            group_number?: string | null;
            /** Member Id */
            member_id?: string | null;
            /** Payer Id */
            payer_id?: string | null;
            rank?: components["schemas"]["Rank"] | null;
            relationship?: components["schemas"]["Relationship"] | null;
            subscriber?: components["schemas"]["Subscriber"] | null;
            /** Subscriber Name */
            subscriber_name?: string | null;
            /** Valid From */
            valid_from?: string | null;
            /** Valid Until */
            valid_until?: string | null;
            /** Withdrawn */
            withdrawn?: boolean | null;
        };
        /**
         * CoverageView
         * @description That a payer covers a patient.
         */
        CoverageView: {
            /** Group Number */
            group_number: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Member Id */
            member_id: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Payer Id
             * Format: uuid
             */
            payer_id: string;
            /** Payer Name */
            payer_name: string;
            rank: components["schemas"]["Rank"];
            relationship: components["schemas"]["Relationship"];
            /** Subscriber */
            subscriber: {
                [key: string]: unknown;
            } | null;
            /** Subscriber Name */
            subscriber_name: string | null;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid Until */
            valid_until: string | null;
            /** Version */
            version: number;
            /** Withdrawn */
            withdrawn: boolean;
        };
        /**
         * CreditView
         * @description A payment of which something lies unapplied.
         */
        CreditView: {
            /** Credit Minor */
            credit_minor: number;
            /**
             * Payment Id
             * Format: uuid
             */
            payment_id: string;
            /** Receipt Number */
            receipt_number: string;
            /**
             * Taken At
             * Format: date-time
             */
            taken_at: string;
        };
        /**
         * DaySheet
         * @description A day of the clinic: who came, what was booked, charged, taken and is owed.
         */
        DaySheet: {
            /** Available Minutes */
            available_minutes: number;
            /** Booked Minutes */
            booked_minutes: number;
            /** By Method */
            by_method: {
                [key: string]: number;
            };
            /** By Practitioner */
            by_practitioner: {
                [key: string]: unknown;
            }[];
            /** Cancelled */
            cancelled: number;
            /** Charged Minor */
            charged_minor: number;
            /** Currency */
            currency: string;
            /** No Shows */
            no_shows: number;
            /**
             * On
             * Format: date
             */
            on: string;
            /** Outstanding Minor */
            outstanding_minor: number;
            /** Refunded Minor */
            refunded_minor: number;
            /** Seen */
            seen: number;
            /** Taken Minor */
            taken_minor: number;
            /** Time Zone */
            time_zone: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * DenialChange
         * @description What changes about the work on a denial; what is left out stays, null empties.
         */
        DenialChange: {
            /** Deadline */
            deadline?: string | null;
            /** Next Step */
            next_step?: string | null;
            /** Owner Id */
            owner_id?: string | null;
            /** @default open */
            status?: components["schemas"]["DenialStatus"];
        };
        /**
         * DenialPage
         * @description One stretch of the queue of denials.
         */
        DenialPage: {
            /** Items */
            items: components["schemas"]["DenialView"][];
            /** Next */
            next?: string | null;
        };
        /**
         * DenialStatus
         * @description Where the work on a denial stands.
         * @enum {string}
         */
        DenialStatus: "open" | "in_work" | "closed";
        /**
         * DenialView
         * @description A part of a claim a payer refused, and who does what about it until when; `reason` in the clinic's words.
         */
        DenialView: {
            /** Age Days */
            age_days: number;
            /** Amount Minor */
            amount_minor: number;
            /** Claim Id */
            claim_id: string | null;
            /** Control Number */
            control_number: string;
            /** Currency */
            currency: string;
            /** Deadline */
            deadline: string | null;
            /**
             * Denied On
             * Format: date
             */
            denied_on: string;
            /** Group Code */
            group_code: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Invoice Id
             * Format: uuid
             */
            invoice_id: string;
            /** Next Step */
            next_step: string | null;
            /** Overdue */
            overdue: boolean;
            /** Owner Id */
            owner_id: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Payer Name */
            payer_name: string;
            /** Reason */
            reason: string | null;
            /** Reason Code */
            reason_code: string;
            status: components["schemas"]["DenialStatus"];
            /** Version */
            version: number;
        };
        /**
         * DifferenceView
         * @description Somebody known already about whom the file says something else; the record stays as it is.
         */
        DifferenceView: {
            /** Fields */
            fields: string[];
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * DocumentView
         * @description A document of a record.
         */
        DocumentView: {
            /**
             * Author Id
             * Format: uuid
             */
            author_id: string;
            /** Author Name */
            author_name: string;
            /** Completed At */
            completed_at: string | null;
            /** Content Type */
            content_type: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Filename */
            filename: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Version */
            version: number;
        };
        /**
         * DuplicateView
         * @description Another registration that is likely the same person, from 0 to 1, and why.
         */
        DuplicateView: {
            /**
             * Born On
             * Format: date
             */
            born_on: string;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reasons */
            reasons: string[];
            /** Record Number */
            record_number: string;
            /** Score */
            score: number;
        };
        /**
         * EarnedView
         * @description What one code brought in from the patients of one payer; `payer_id` is null for those who pay themselves.
         */
        EarnedView: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Code */
            code: string | null;
            /** Collected Minor */
            collected_minor: number;
            /** Description */
            description: string;
            /** Payer Id */
            payer_id: string | null;
            /** Payer Name */
            payer_name: string | null;
        };
        /**
         * EarningsView
         * @description What each code brought in per payer: money put to invoices less what was taken off, shared among their lines.
         */
        EarningsView: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Collected Minor */
            collected_minor: number;
            /** Currency */
            currency: string;
            /** Items */
            items: components["schemas"]["EarnedView"][];
        };
        /**
         * EnteredPatientView
         * @description A patient as entered, and who they may be already.
         */
        EnteredPatientView: {
            address: components["schemas"]["AddressView"] | null;
            /** Archived */
            archived: boolean;
            /**
             * Born On
             * Format: date
             */
            born_on: string;
            /** Contact By */
            contact_by: ("email" | "sms" | "phone" | "none") | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Identity Number */
            identity_number: string | null;
            /** Merged Into */
            merged_into: string | null;
            /** Phone */
            phone: string | null;
            /** Possible Duplicates */
            possible_duplicates: components["schemas"]["DuplicateView"][];
            /** Preferred Language */
            preferred_language: string | null;
            /** Record Number */
            record_number: string;
            /**
             * Sex
             * @enum {string}
             */
            sex: "male" | "female" | "other" | "unknown";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ExceptionKind
         * @description What is different on a day: not there at all, there in more hours, or in other hours than by the rules.
         * @enum {string}
         */
        ExceptionKind: "closed" | "opened" | "hours";
        /**
         * ExceptionView
         * @description One day that is other than by the weekly rules.
         */
        ExceptionView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Ends */
            ends: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["ExceptionKind"];
            /** Location Id */
            location_id: string | null;
            /**
             * On
             * Format: date
             */
            on: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Reason */
            reason: string | null;
            /** Starts */
            starts: string | null;
        };
        /**
         * ExchangeFileView
         * @description One file to or from the clearinghouse, and what became of it; `why` it was refused.
         */
        ExchangeFileView: {
            /** Acknowledgement Id */
            acknowledgement_id: string | null;
            /** Batch Id */
            batch_id: string | null;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /**
             * Direction
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Remittance Id */
            remittance_id: string | null;
            /**
             * Seen At
             * Format: date-time
             */
            seen_at: string;
            /** Size */
            size: number;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "sending" | "sent" | "taken" | "refused";
            /** Why */
            why: string | null;
        };
        /**
         * FeeChange
         * @description What changes about a price; what is left out stays.
         */
        FeeChange: {
            /** Active */
            active?: boolean | null;
            /** Currency */
            currency?: string | null;
            /** Description */
            description?: string | null;
            /** Price Minor */
            price_minor?: number | null;
            /** Tax Rate */
            tax_rate?: number | null;
            /** Valid Until */
            valid_until?: string | null;
        };
        /**
         * FeedListView
         * @description A feed that can be read; its address was shown when it was made.
         */
        FeedListView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * Format: uuid
             */
            created_by: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Location Ids */
            location_ids: string[];
            /** Name */
            name: string | null;
            /** Practitioner Ids */
            practitioner_ids: string[];
            /** Shows Patients */
            shows_patients: boolean;
        };
        /**
         * FeedView
         * @description A feed just made; its address is shown this once.
         */
        FeedView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Created By
             * Format: uuid
             */
            created_by: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Location Ids */
            location_ids: string[];
            /** Name */
            name: string | null;
            /** Practitioner Ids */
            practitioner_ids: string[];
            /** Shows Patients */
            shows_patients: boolean;
            /** Url */
            url: string;
        };
        /**
         * FeeView
         * @description A price of the fee schedule; without `valid_from` it holds from ever on.
         */
        FeeView: {
            /** Active */
            active: boolean;
            /** Code */
            code: string;
            /** Currency */
            currency: string;
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Payer Id */
            payer_id: string | null;
            /** Price Minor */
            price_minor: number;
            /** Tax Rate */
            tax_rate: number;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
            /** Version */
            version: number;
        };
        /**
         * FieldProblem
         * @description What is wrong with one field.
         */
        FieldProblem: {
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * FinanceReportView
         * @description The money of a period; `aging` splits what was owed at its end by days since the invoice was issued.
         *
         *     What is charged holds `tax_minor`. The payer is that of the patient's primary coverage on the day of service.
         */
        FinanceReportView: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Aging */
            aging: {
                [key: string]: number;
            };
            /** By Adjustment */
            by_adjustment: {
                [key: string]: number;
            };
            /** By Code */
            by_code: components["schemas"]["ChargedView"][];
            /** By Location */
            by_location: components["schemas"]["PartView"][];
            /** By Method */
            by_method: {
                [key: string]: number;
            };
            /** By Payer */
            by_payer: components["schemas"]["PartView"][];
            /** By Practitioner */
            by_practitioner: components["schemas"]["PartView"][];
            /** Charged Minor */
            charged_minor: number;
            /** Collected Minor */
            collected_minor: number;
            /** Credit Minor */
            credit_minor: number;
            /** Currency */
            currency: string;
            /** Invoices Issued */
            invoices_issued: number;
            /** Invoices Voided */
            invoices_voided: number;
            /** Outstanding Minor */
            outstanding_minor: number;
            /** Payments */
            payments: number;
            /** Refunded By Method */
            refunded_by_method: {
                [key: string]: number;
            };
            /** Refunded Minor */
            refunded_minor: number;
            /** Tax Minor */
            tax_minor: number;
        };
        /**
         * FindingsView
         * @description What the rules found on a claim, and where it stands after that.
         */
        FindingsView: {
            /**
             * Claim Id
             * Format: uuid
             */
            claim_id: string;
            /** Findings */
            findings: components["schemas"]["FindingView"][];
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            state: components["schemas"]["ClaimState"];
        };
        /**
         * FindingView
         * @description What a rule found on a claim; `hold` keeps it here, `warning` does not.
         */
        FindingView: {
            /** Field */
            field: string;
            /** Message */
            message: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "hold" | "warning";
        };
        /**
         * ForgottenPassword
         * @description Whose password was forgotten.
         */
        ForgottenPassword: {
            /** Email */
            email: string;
        };
        /**
         * GroupView
         * @description How many active patients are of one age band and sex.
         */
        GroupView: {
            /** Age Band */
            age_band: string;
            /** Count */
            count: number;
            /**
             * Sex
             * @enum {string}
             */
            sex: "male" | "female" | "other" | "unknown";
        };
        /**
         * HealthView
         * @description How the suite is: `ok`, `degraded` (all answers, something behind them does not) or `down` (a part is).
         */
        HealthView: {
            /** Bus */
            bus: boolean;
            /** Memory Mb */
            memory_mb: number;
            /** Services */
            services: {
                [key: string]: components["schemas"]["PartHealth"];
            };
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
            /** Uptime Seconds */
            uptime_seconds: number;
        };
        /**
         * HistoryView
         * @description Everything about one patient that the caller may see.
         *
         *     Lists are the first page of each service's own list. What the caller may not see is left out; what could
         *     not be asked for is named in `unavailable`.
         */
        HistoryView: {
            /** Account */
            account?: {
                [key: string]: unknown;
            } | null;
            /** Allergies */
            allergies?: {
                [key: string]: unknown;
            } | null;
            /** Appointments */
            appointments?: {
                [key: string]: unknown;
            } | null;
            /** Consents */
            consents?: {
                [key: string]: unknown;
            } | null;
            /** Immunizations */
            immunizations?: {
                [key: string]: unknown;
            } | null;
            /** Invoices */
            invoices?: {
                [key: string]: unknown;
            } | null;
            /** Medications */
            medications?: {
                [key: string]: unknown;
            } | null;
            /** Notes */
            notes?: {
                [key: string]: unknown;
            } | null;
            /** Patient */
            patient?: {
                [key: string]: unknown;
            } | null;
            /** Problems */
            problems?: {
                [key: string]: unknown;
            } | null;
            /**
             * Unavailable
             * @default []
             */
            unavailable?: string[];
            /** Vitals */
            vitals?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * HoursView
         * @description One weekly rule.
         */
        HoursView: {
            /** Ends */
            ends: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Starts */
            starts: string;
            /** Valid From */
            valid_from: string | null;
            /** Valid Until */
            valid_until: string | null;
            /**
             * Weekday
             * @enum {string}
             */
            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        };
        /**
         * ImmunizationChange
         * @description What changes about an immunization.
         */
        ImmunizationChange: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /**
             * Given On
             * Format: date
             */
            given_on?: string;
            /** Lot */
            lot?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status?: "completed" | "not-done";
            /** Struck Out Reason */
            struck_out_reason?: string;
            /** Vaccine */
            vaccine?: string;
        };
        /**
         * ImmunizationsView
         * @description The latest immunizations.
         */
        ImmunizationsView: {
            /** Count */
            count: number;
            /** Latest */
            latest: components["schemas"]["ImmunizationView"][];
        };
        /**
         * ImmunizationView
         * @description A vaccine that was given, or deliberately not.
         */
        ImmunizationView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Code */
            code: string | null;
            /** Code System */
            code_system: string | null;
            /**
             * Given On
             * Format: date
             */
            given_on: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /** Lot */
            lot: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "completed" | "not-done";
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Vaccine */
            vaccine: string;
            /** Version */
            version: number;
        };
        /**
         * ImportView
         * @description How an import went.
         *
         *     `created`, `matched` and `rejected_count` count places in the file (entries, rows), `by_kind` what they made;
         *     `left_out` counts what this clinic does not keep.
         */
        ImportView: {
            /** By Kind */
            by_kind: {
                [key: string]: components["schemas"]["KindView"];
            };
            /** Created */
            created: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Differences */
            differences: components["schemas"]["DifferenceView"][];
            /** Dry Run */
            dry_run: boolean;
            /** Format */
            format: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Left Out */
            left_out: {
                [key: string]: number;
            };
            /** Matched */
            matched: number;
            /** Rejected */
            rejected: components["schemas"]["RemarkView"][];
            /** Rejected Count */
            rejected_count: number;
            /** Remarks */
            remarks: components["schemas"]["RemarkView"][];
            undone: components["schemas"]["UndoneView"] | null;
            /** Undone At */
            undone_at: string | null;
        };
        /**
         * InvoiceBrief
         * @description How an invoice stands; `payer_minor` is what of the balance a payer was asked for.
         */
        InvoiceBrief: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Balance Minor */
            balance_minor: number;
            /** Currency */
            currency: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Number */
            number: string | null;
            /** Paid Minor */
            paid_minor: number;
            /** Payer Minor */
            payer_minor: number;
            status: components["schemas"]["InvoiceStatus"];
            /** Tax Minor */
            tax_minor: number;
            /** Total Minor */
            total_minor: number;
            /** Version */
            version: number;
        };
        /**
         * InvoiceChange
         * @description The lines that replace those of a draft.
         */
        InvoiceChange: {
            /** Lines */
            lines: components["schemas"]["NewLine"][];
        };
        /**
         * InvoicePage
         * @description One stretch of a list of invoices.
         */
        InvoicePage: {
            /** Items */
            items: components["schemas"]["InvoiceSummary"][];
            /** Next */
            next?: string | null;
        };
        /**
         * InvoiceStatus
         * @description Where an invoice stands.
         * @enum {string}
         */
        InvoiceStatus: "draft" | "issued" | "part_paid" | "paid" | "adjusted" | "void";
        /**
         * InvoiceSummary
         * @description An invoice in a list.
         */
        InvoiceSummary: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Appointment Id */
            appointment_id: string | null;
            /** Balance Minor */
            balance_minor: number;
            /** Currency */
            currency: string;
            /** Due On */
            due_on: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Issued At */
            issued_at: string | null;
            /** Issued On */
            issued_on: string | null;
            /** Needs Attention */
            needs_attention: boolean;
            /** Number */
            number: string | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Paid Minor */
            paid_minor: number;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Payer Minor */
            payer_minor: number;
            status: components["schemas"]["InvoiceStatus"];
            /** Tax Minor */
            tax_minor: number;
            /** Total Minor */
            total_minor: number;
            /** Version */
            version: number;
        };
        /**
         * InvoiceView
         * @description An invoice with everything on it.
         *
         *     `paid_minor` is what was paid less what was given back; `balance_minor` is nought while it is a draft;
         *     `needs_attention` marks a draft whose visit had no fee, and that a person has to complete.
         */
        InvoiceView: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Adjustments */
            adjustments: components["schemas"]["AdjustmentView"][];
            /** Appointment Id */
            appointment_id: string | null;
            /** Balance Minor */
            balance_minor: number;
            /** Credits */
            credits: components["schemas"]["AllocationView"][];
            /** Currency */
            currency: string;
            /** Due On */
            due_on: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Issued At */
            issued_at: string | null;
            /** Issued On */
            issued_on: string | null;
            /** Lines */
            lines: components["schemas"]["LineView"][];
            /** Location Id */
            location_id: string | null;
            /** Needs Attention */
            needs_attention: boolean;
            /** Number */
            number: string | null;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Paid Minor */
            paid_minor: number;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Payer Id */
            payer_id: string | null;
            /** Payer Minor */
            payer_minor: number;
            /** Payments */
            payments: components["schemas"]["PaymentLineView"][];
            /** Practitioner Id */
            practitioner_id: string | null;
            /** Service On */
            service_on: string | null;
            status: components["schemas"]["InvoiceStatus"];
            /** Tax Minor */
            tax_minor: number;
            /** Total Minor */
            total_minor: number;
            /** Version */
            version: number;
            /** Void Reason */
            void_reason: string | null;
            /** Voided At */
            voided_at: string | null;
        };
        /**
         * ItemChangeView
         * @description One step: the fields that changed, what they were and what they became; `before` of the creation is null.
         */
        ItemChangeView: {
            /** After */
            after: {
                [key: string]: unknown;
            };
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Version */
            version: number;
        };
        /**
         * ItemHistoryView
         * @description How an entry became what it is, the latest step first.
         */
        ItemHistoryView: {
            /** Changes */
            changes: components["schemas"]["ItemChangeView"][];
            /**
             * Item Id
             * Format: uuid
             */
            item_id: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
        };
        /**
         * JwkSet
         * @description Public keys (RFC 7517).
         */
        JwkSet: {
            /** Keys */
            keys: {
                [key: string]: unknown;
            }[];
        };
        /**
         * KindView
         * @description How many rows of one kind.
         */
        KindView: {
            /** Created */
            created: number;
            /** Matched */
            matched: number;
        };
        /**
         * LineChange
         * @description What is claimed of one line instead of what the invoice says; lines count from 1, what is left out stays.
         */
        LineChange: {
            /** Diagnosis Codes */
            diagnosis_codes?: string[] | null;
            /** Line */
            line: number;
            /** Modifiers */
            modifiers?: string[] | null;
        };
        /**
         * LineView
         * @description A line of an invoice.
         */
        LineView: {
            /** Amount Minor */
            amount_minor: number;
            /** Description */
            description: string;
            /** Diagnosis Codes */
            diagnosis_codes: string[];
            /** Discount Minor */
            discount_minor: number;
            /** Fee Code */
            fee_code: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Modifiers */
            modifiers: string[];
            /** Quantity */
            quantity: number;
            /** Tax Minor */
            tax_minor: number;
            /** Tax Rate */
            tax_rate: number;
            /** Unit Price Minor */
            unit_price_minor: number;
        };
        /**
         * LinkCancellation
         * @description Why the patient does not come, if they say so.
         */
        LinkCancellation: {
            /** Reason */
            reason?: string | null;
        };
        /**
         * LinkedAppointmentView
         * @description A visit as its patient sees it by link: nothing about the patient, nor what the visit is for.
         */
        LinkedAppointmentView: {
            /** Address */
            address: {
                [key: string]: string;
            } | null;
            /** Can Cancel */
            can_cancel: boolean;
            /** Can Confirm */
            can_confirm: boolean;
            /** Clinic Name */
            clinic_name?: string | null;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Location Name */
            location_name: string;
            /** Phone */
            phone: string | null;
            /** Practitioner Name */
            practitioner_name: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            status: components["schemas"]["Status"];
            /** Time Zone */
            time_zone: string;
            /** Visit Type Name */
            visit_type_name: string;
        };
        /**
         * LinkedVisitView
         * @description What a link leads to.
         */
        LinkedVisitView: {
            appointment: components["schemas"]["LinkedAppointmentView"];
        };
        /**
         * LoadView
         * @description How one practitioner's time was used.
         */
        LoadView: {
            /** Appointments */
            appointments: {
                [key: string]: number;
            };
            /** Available Minutes */
            available_minutes: number;
            /** Booked Minutes */
            booked_minutes: number;
            /** Cancelled */
            cancelled: number;
            /** No Shows */
            no_shows: number;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Seen */
            seen: number;
            /** Total */
            total: number;
        };
        /**
         * LocationChange
         * @description What changes of a location.
         */
        LocationChange: {
            address?: components["schemas"]["SchedulingAddress"] | null;
            /** Name */
            name?: string;
            /** Overbook Per Hour */
            overbook_per_hour?: number;
            /** Phone */
            phone?: string | null;
            /** Time Zone */
            time_zone?: string;
        };
        /**
         * LocationView
         * @description A location.
         */
        LocationView: {
            /** Address */
            address: {
                [key: string]: string;
            } | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Overbook Per Hour */
            overbook_per_hour: number;
            /** Phone */
            phone: string | null;
            /** Time Zone */
            time_zone: string;
            /** Version */
            version: number;
        };
        /**
         * MedicationChange
         * @description What changes about a medication.
         */
        MedicationChange: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Dose */
            dose?: string | null;
            /** Ended On */
            ended_on?: string | null;
            /** Frequency */
            frequency?: string | null;
            /** Name */
            name?: string;
            /** Route */
            route?: string | null;
            /** Started On */
            started_on?: string | null;
            /** Struck Out Reason */
            struck_out_reason?: string;
        };
        /**
         * MedicationView
         * @description A medicine somebody takes or took.
         */
        MedicationView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Code */
            code: string | null;
            /** Code System */
            code_system: string | null;
            /** Dose */
            dose: string | null;
            /** Ended On */
            ended_on: string | null;
            /** Frequency */
            frequency: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /** Name */
            name: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Route */
            route: string | null;
            /** Started On */
            started_on: string | null;
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * MergeUndoneView
         * @description A merge that was taken back.
         */
        MergeUndoneView: {
            /**
             * Duplicate Id
             * Format: uuid
             */
            duplicate_id: string;
            /**
             * Merge Id
             * Format: uuid
             */
            merge_id: string;
            /**
             * Merged At
             * Format: date-time
             */
            merged_at: string;
            /**
             * Survivor Id
             * Format: uuid
             */
            survivor_id: string;
            /**
             * Undone At
             * Format: date-time
             */
            undone_at: string;
        };
        /**
         * MergeView
         * @description A merge that stands.
         */
        MergeView: {
            /**
             * Duplicate Id
             * Format: uuid
             */
            duplicate_id: string;
            /**
             * Merge Id
             * Format: uuid
             */
            merge_id: string;
            /**
             * Merged At
             * Format: date-time
             */
            merged_at: string;
            /**
             * Survivor Id
             * Format: uuid
             */
            survivor_id: string;
        };
        /**
         * MessageDetailView
         * @description A message with what it says: as it was sent, or as it would be sent now.
         */
        MessageDetailView: {
            /** Appointment Id */
            appointment_id: string | null;
            /** Attempts */
            attempts: number;
            /**
             * Channel
             * @enum {string}
             */
            channel: "email" | "sms";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Failure */
            failure: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Language */
            language: string | null;
            /** Next Attempt At */
            next_attempt_at: string | null;
            /** Patient Id */
            patient_id: string | null;
            /** Sent At */
            sent_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "planned" | "sending" | "sent" | "failed" | "cancelled" | "skipped";
            /** Subject */
            subject: string | null;
            /** Template */
            template: string;
            /** Text */
            text: string | null;
            /** To */
            to: string | null;
        };
        /**
         * MessageView
         * @description A message and how it went; `failure` says in words why it was not sent.
         */
        MessageView: {
            /** Appointment Id */
            appointment_id: string | null;
            /** Attempts */
            attempts: number;
            /**
             * Channel
             * @enum {string}
             */
            channel: "email" | "sms";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Failure */
            failure: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Language */
            language: string | null;
            /** Next Attempt At */
            next_attempt_at: string | null;
            /** Patient Id */
            patient_id: string | null;
            /** Sent At */
            sent_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "planned" | "sending" | "sent" | "failed" | "cancelled" | "skipped";
            /** Template */
            template: string;
        };
        /**
         * Method
         * @description How money comes in.
         * @enum {string}
         */
        Method: "cash" | "card" | "transfer" | "check";
        /**
         * MeView
         * @description Who is signed in.
         */
        MeView: {
            /** Display Name */
            display_name: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Locations */
            locations: string[] | null;
            /** Permissions */
            permissions: string[];
            /** Role */
            role: string;
            /** Totp On */
            totp_on: boolean;
            /** Totp Required */
            totp_required: boolean;
        };
        /**
         * Move
         * @description The new time, practitioner or length of a visit; what is left out stays.
         *
         *     `scope` changes others of its series likewise: moved by as many days, to the same time of day. `on_conflict` says
         *     whether those that do not fit stop it all, stay as they are, or are moved to the nearest free time.
         */
        Move: {
            /**
             * Accept Conflict
             * @default true
             */
            accept_conflict?: boolean;
            /** Minutes */
            minutes?: number | null;
            /** @default stop */
            on_conflict?: components["schemas"]["OnConflict"];
            /** Overbook Reason */
            overbook_reason?: string | null;
            /** Practitioner Id */
            practitioner_id?: string | null;
            /** @default this */
            scope?: components["schemas"]["Scope"];
            /**
             * Starts At
             * Format: date-time
             */
            starts_at?: string;
        };
        /**
         * NewAccessLetter
         * @description Whom the letter about the accesses to a patient's data is addressed to, and whose days and hours it names.
         */
        NewAccessLetter: {
            /** Addressed To */
            addressed_to: string;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone?: string;
        };
        /**
         * NewAddendum
         * @description Something added to a signed note.
         */
        NewAddendum: {
            /** Text */
            text: string;
        };
        /**
         * NewAllergy
         * @description A substance somebody reacts to.
         */
        NewAllergy: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Criticality */
            criticality?: ("low" | "high" | "unable-to-assess") | null;
            /** Noted On */
            noted_on?: string | null;
            /** Reaction */
            reaction?: string | null;
            /** Severity */
            severity?: ("mild" | "moderate" | "severe") | null;
            /** Substance */
            substance: string;
        };
        /**
         * NewAllocation
         * @description Which invoice a payment's money is put to or taken off; without an amount it is as much as there is.
         */
        NewAllocation: {
            /** Amount Minor */
            amount_minor?: number | null;
            /**
             * Invoice Id
             * Format: uuid
             */
            invoice_id: string;
        };
        /**
         * NewAppointment
         * @description A visit to book. `minutes` overrides the visit type's; `recurrence` (RFC 5545, with an end) books a series, without
         *     the days or moments in `exdates`; `on_conflict` says whether its visits that do not fit stop it, are left out, or
         *     are moved to the nearest free time. `overbook_reason` allows what is taken or outside of the availability, for
         *     those who may. A patient who is elsewhere at that time is a warning; with `accept_conflict: false` it is refused.
         */
        NewAppointment: {
            /**
             * Accept Conflict
             * @default true
             */
            accept_conflict?: boolean;
            /**
             * Exdates
             * @default []
             */
            exdates?: (string)[];
            /** Location Id */
            location_id?: string | null;
            /** Minutes */
            minutes?: number | null;
            /** @default stop */
            on_conflict?: components["schemas"]["OnConflict"];
            /** Overbook Reason */
            overbook_reason?: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Reason */
            reason?: string | null;
            /** Recurrence */
            recurrence?: string | null;
            /** Room Id */
            room_id?: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /**
             * Visit Type Id
             * Format: uuid
             */
            visit_type_id: string;
        };
        /**
         * NewAvailability
         * @description All weekly rules of a practitioner; they replace what was there.
         */
        NewAvailability: {
            /** Rules */
            rules: components["schemas"]["NewHours"][];
        };
        /**
         * NewBatch
         * @description Which claims are sent together; without `claim_ids` every one that is ready.
         */
        NewBatch: {
            /** Claim Ids */
            claim_ids?: string[] | null;
        };
        /**
         * NewClaim
         * @description What an insurer is to be asked: an invoice, and the coverage it is asked under.
         */
        NewClaim: {
            /**
             * Coverage Id
             * Format: uuid
             */
            coverage_id: string;
            /**
             * Diagnosis Codes
             * @default []
             */
            diagnosis_codes?: string[];
            /**
             * Invoice Id
             * Format: uuid
             */
            invoice_id: string;
            /**
             * Place Of Service
             * @default 11
             */
            place_of_service?: string;
            /** Prior Authorization */
            prior_authorization?: string | null;
            /**
             * Service On
             * @description Day of the visit, or of the invoice, if none is given.
             */
            service_on?: string | null;
        };
        /**
         * NewClosure
         * @description Days on which a location is closed, the last one included; whole, or each from `starts` to `ends`.
         */
        NewClosure: {
            /**
             * Ends
             * @default 24:00
             */
            ends?: string;
            /**
             * Ends On
             * Format: date
             */
            ends_on: string;
            /** Reason */
            reason?: string | null;
            /**
             * Starts
             * @default 00:00
             */
            starts?: string;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * NewConsent
         * @description What a patient agreed to, or did not.
         */
        NewConsent: {
            /** Given */
            given: boolean;
            /**
             * Given On
             * Format: date
             */
            given_on: string;
            /** Kind */
            kind: string;
            /** Note */
            note?: string | null;
        };
        /**
         * NewCoverage
         * @description That a payer covers a patient, from and until days that both belong to it.
         */
        NewCoverage: {
            /** Group Number */
            group_number?: string | null;
            /** Member Id */
            member_id: string;
            /**
             * Payer Id
             * Format: uuid
             */
            payer_id: string;
            /** @default primary */
            rank?: components["schemas"]["Rank"];
            /** @default self */
            relationship?: components["schemas"]["Relationship"];
            subscriber?: components["schemas"]["Subscriber"] | null;
            /** Subscriber Name */
            subscriber_name?: string | null;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid Until */
            valid_until?: string | null;
        };
        /**
         * NewCredit
         * @description What is credited, and why.
         */
        NewCredit: {
            /** Amount Minor */
            amount_minor: number;
            /** Reason */
            reason: string;
        };
        /**
         * NewDeposit
         * @description Money that comes in without an invoice; without a currency it is the clinic's.
         */
        NewDeposit: {
            /** Amount Minor */
            amount_minor: number;
            /** Currency */
            currency?: string | null;
            method: components["schemas"]["Method"];
            /** Reference */
            reference?: string | null;
        };
        /**
         * NewDocument
         * @description A document to be sent. Its type is decided by its content; one that lies about it is refused.
         */
        NewDocument: {
            /**
             * Content Type
             * @default application/octet-stream
             */
            content_type?: string;
            /** Filename */
            filename: string;
            /**
             * Size
             * @description Bytes.
             */
            size: number;
        };
        /**
         * NewException
         * @description One day that is other than by the weekly rules.
         *
         *     `closed`: not there at all; `hours`: there in these hours instead; `opened`: in these hours as well.
         */
        NewException: {
            /** Ends */
            ends?: string | null;
            kind: components["schemas"]["ExceptionKind"];
            /** Location Id */
            location_id?: string | null;
            /**
             * On
             * Format: date
             */
            on: string;
            /** Reason */
            reason?: string | null;
            /** Starts */
            starts?: string | null;
        };
        /**
         * NewFee
         * @description A price to add to the schedule; without a currency it is the clinic's.
         *
         *     With `payer_id` it is for the patients whose primary coverage is that payer's. From `valid_from` it takes over
         *     from an older price of the same code.
         */
        NewFee: {
            /** Code */
            code: string;
            /** Currency */
            currency?: string | null;
            /** Description */
            description: string;
            /** Payer Id */
            payer_id?: string | null;
            /** Price Minor */
            price_minor: number;
            /**
             * Tax Rate
             * @default 0
             */
            tax_rate?: number;
            /** Valid From */
            valid_from?: string | null;
            /** Valid Until */
            valid_until?: string | null;
        };
        /**
         * NewFeed
         * @description A calendar others subscribe to: of practitioners, of locations, or of practitioners at locations.
         *
         *     One of them is named by `practitioner_id` or `location_id`, several by the lists. `shows_patients` puts the names
         *     of patients into it; without, it shows only that somebody comes.
         */
        NewFeed: {
            /** Location Id */
            location_id?: string | null;
            /**
             * Location Ids
             * @default []
             */
            location_ids?: string[];
            /** Name */
            name?: string | null;
            /** Practitioner Id */
            practitioner_id?: string | null;
            /**
             * Practitioner Ids
             * @default []
             */
            practitioner_ids?: string[];
            /**
             * Shows Patients
             * @default false
             */
            shows_patients?: boolean;
        };
        /**
         * NewHours
         * @description Open every week at these hours of the location's wall clock.
         */
        NewHours: {
            /** Ends */
            ends: string;
            /** Location Id */
            location_id?: string | null;
            /** Starts */
            starts: string;
            /** Valid From */
            valid_from?: string | null;
            /** Valid Until */
            valid_until?: string | null;
            /**
             * Weekday
             * @enum {string}
             */
            weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        };
        /**
         * NewImmunization
         * @description A vaccine that was given, or deliberately not.
         */
        NewImmunization: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /**
             * Given On
             * Format: date
             */
            given_on: string;
            /** Lot */
            lot?: string | null;
            /**
             * Status
             * @default completed
             * @enum {string}
             */
            status?: "completed" | "not-done";
            /** Vaccine */
            vaccine: string;
        };
        /**
         * NewInvoice
         * @description An invoice to open as a draft; `service_on` is today, if left out, and says which prices hold.
         */
        NewInvoice: {
            /** Lines */
            lines: components["schemas"]["NewLine"][];
            /** Location Id */
            location_id?: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Practitioner Id */
            practitioner_id?: string | null;
            /** Service On */
            service_on?: string | null;
        };
        /**
         * NewLine
         * @description A line: a fee code, or a text and a price; either wins over what the schedule says.
         *
         *     It comes to quantity × unit price − discount; its tax is that times the rate, rounded half up.
         */
        NewLine: {
            /** Description */
            description?: string | null;
            /**
             * Diagnosis Codes
             * @default []
             */
            diagnosis_codes?: string[];
            /**
             * Discount Minor
             * @default 0
             */
            discount_minor?: number;
            /** Fee Code */
            fee_code?: string | null;
            /**
             * Modifiers
             * @default []
             */
            modifiers?: string[];
            /**
             * Quantity
             * @default 1
             */
            quantity?: number;
            /** Tax Rate */
            tax_rate?: number | null;
            /** Unit Price Minor */
            unit_price_minor?: number | null;
        };
        /**
         * NewLocation
         * @description A place with a clock on its wall; `time_zone` is an IANA name such as `America/New_York`.
         *
         *     `overbook_per_hour`: how many visits of one practitioner may be overbooked that begin in one hour.
         */
        NewLocation: {
            address?: components["schemas"]["SchedulingAddress"] | null;
            /** Name */
            name: string;
            /**
             * Overbook Per Hour
             * @default 2
             */
            overbook_per_hour?: number;
            /** Phone */
            phone?: string | null;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * NewMatch
         * @description Which invoice or claim an answer is for.
         */
        NewMatch: {
            /** Claim Id */
            claim_id?: string | null;
            /** Claim Reference */
            claim_reference?: string | null;
            /** Invoice Id */
            invoice_id?: string | null;
            /** Remittance Claim Id */
            remittance_claim_id?: string | null;
        };
        /**
         * NewMedication
         * @description A medicine somebody takes or took.
         */
        NewMedication: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Dose */
            dose?: string | null;
            /** Ended On */
            ended_on?: string | null;
            /** Frequency */
            frequency?: string | null;
            /** Name */
            name: string;
            /** Route */
            route?: string | null;
            /** Started On */
            started_on?: string | null;
        };
        /**
         * NewMerge
         * @description Which record is the duplicate of this one.
         */
        NewMerge: {
            /**
             * Duplicate Id
             * Format: uuid
             */
            duplicate_id: string;
        };
        /**
         * NewNote
         * @description A note about a visit: SOAP in four parts, or free text.
         */
        NewNote: {
            /** Appointment Id */
            appointment_id?: string | null;
            /** Assessment */
            assessment?: string | null;
            /**
             * Kind
             * @default soap
             * @enum {string}
             */
            kind?: "soap" | "free";
            /** Objective */
            objective?: string | null;
            /** Plan */
            plan?: string | null;
            /** Subjective */
            subjective?: string | null;
            /** Text */
            text?: string | null;
        };
        /**
         * NewNoteTemplate
         * @description What notes may begin with.
         */
        NewNoteTemplate: {
            /** Assessment */
            assessment?: string | null;
            /**
             * Kind
             * @default soap
             * @enum {string}
             */
            kind?: "soap" | "free";
            /** Name */
            name: string;
            /** Objective */
            objective?: string | null;
            /** Plan */
            plan?: string | null;
            /** Subjective */
            subjective?: string | null;
            /** Text */
            text?: string | null;
        };
        /**
         * NewPatient
         * @description Somebody to register.
         */
        NewPatient: {
            address?: components["schemas"]["Address"] | null;
            /**
             * Born On
             * Format: date
             */
            born_on: string;
            /** Contact By */
            contact_by?: ("email" | "sms" | "phone" | "none") | null;
            /** Email */
            email?: string | null;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /** Identity Number */
            identity_number?: string | null;
            /** Phone */
            phone?: string | null;
            /** Preferred Language */
            preferred_language?: string | null;
            /**
             * Sex
             * @enum {string}
             */
            sex: "male" | "female" | "other" | "unknown";
        };
        /**
         * NewPayer
         * @description Somebody who pays for patients.
         */
        NewPayer: {
            /** @default commercial */
            kind?: components["schemas"]["PayerKind"];
            /** Name */
            name: string;
            /** Payer Identifier */
            payer_identifier?: string | null;
        };
        /**
         * NewPayment
         * @description Money that comes in; more than is owed is refused, unless the rest is to be kept as the patient's credit.
         */
        NewPayment: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Keep Excess
             * @default false
             */
            keep_excess?: boolean;
            method: components["schemas"]["Method"];
            /** Reference */
            reference?: string | null;
        };
        /**
         * NewPhrase
         * @description A few letters that stand for a longer text while one types.
         */
        NewPhrase: {
            /** Name */
            name: string;
            /** Text */
            text: string;
        };
        /**
         * NewProblem
         * @description A condition or diagnosis.
         */
        NewProblem: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Display */
            display: string;
            /** Onset On */
            onset_on?: string | null;
            /** Resolved On */
            resolved_on?: string | null;
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "inactive" | "resolved";
        };
        /**
         * NewProgram
         * @description A program outside the house to let in, and what it may ask for.
         */
        NewProgram: {
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Permission"][];
        };
        /**
         * NewProgramView
         * @description A program just let in, with the secret that is shown now and never again.
         */
        NewProgramView: {
            /** Client Secret */
            client_secret: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Scopes */
            scopes: string[];
        };
        /**
         * NewRefund
         * @description Money to give back.
         */
        NewRefund: {
            /** Amount Minor */
            amount_minor: number;
            /** Reason */
            reason: string;
        };
        /**
         * NewRole
         * @description A role of the clinic's own; everybody's permission to see their own profile comes by itself.
         */
        NewRole: {
            /** Description */
            description: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: components["schemas"]["Permission"][];
            /**
             * Practises
             * @default false
             */
            practises?: boolean;
            /**
             * Totp Required
             * @default false
             */
            totp_required?: boolean;
        };
        /**
         * NewRoom
         * @description A room of a location.
         */
        NewRoom: {
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Name */
            name: string;
        };
        /**
         * NewStaff
         * @description Somebody to invite.
         */
        NewStaff: {
            /** Display Name */
            display_name: string;
            /** Email */
            email: string;
            /** Locations */
            locations?: string[] | null;
            /** Npi */
            npi?: string | null;
            /** Role */
            role: string;
        };
        /**
         * NewTimeOff
         * @description A period a practitioner is away.
         */
        NewTimeOff: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Reason */
            reason?: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * NewVisitType
         * @description A kind of visit; `fee_code` is what billing charges it as.
         *
         *     It is booked at least `lead_minutes` and at most `horizon_days` ahead.
         */
        NewVisitType: {
            /**
             * Buffer After
             * @default 0
             */
            buffer_after?: number;
            /**
             * Buffer Before
             * @default 0
             */
            buffer_before?: number;
            /** Code */
            code: string;
            /** Color */
            color?: string | null;
            /** Fee Code */
            fee_code?: string | null;
            /** Horizon Days */
            horizon_days?: number | null;
            /**
             * Lead Minutes
             * @default 0
             */
            lead_minutes?: number;
            /** Minutes */
            minutes: number;
            /** Name */
            name: string;
        };
        /**
         * NewVital
         * @description A measured vital sign.
         */
        NewVital: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "body_temperature" | "heart_rate" | "respiratory_rate" | "blood_pressure_systolic" | "blood_pressure_diastolic" | "oxygen_saturation" | "body_weight" | "body_height" | "bmi" | "head_circumference" | "pain";
            /**
             * Measured At
             * Format: date-time
             */
            measured_at: string;
            /** Unit */
            unit: string;
            /** Value */
            value: number | string;
        };
        /**
         * NewVoid
         * @description Why an invoice is void.
         */
        NewVoid: {
            /** Reason */
            reason: string;
        };
        /**
         * NewWaitlistEntry
         * @description A patient who would come if something became free.
         */
        NewWaitlistEntry: {
            /** Earliest On */
            earliest_on?: string | null;
            /** Latest On */
            latest_on?: string | null;
            /** Note */
            note?: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Practitioner Id */
            practitioner_id?: string | null;
            /**
             * Visit Type Id
             * Format: uuid
             */
            visit_type_id: string;
        };
        /**
         * NewWriteOff
         * @description What is given up, and why; without an amount it is all that is owed.
         */
        NewWriteOff: {
            /** Amount Minor */
            amount_minor?: number | null;
            /** Reason */
            reason: string;
        };
        /**
         * NextVisitView
         * @description The patient's next visit to come.
         */
        NextVisitView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Location Name */
            location_name: string;
            /** Practitioner Name */
            practitioner_name: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Visit Type Name */
            visit_type_name: string;
        };
        /**
         * NoteChange
         * @description What changes about a note that is not signed yet.
         */
        NoteChange: {
            /** Appointment Id */
            appointment_id?: string | null;
            /** Assessment */
            assessment?: string | null;
            /** Objective */
            objective?: string | null;
            /** Plan */
            plan?: string | null;
            /** Subjective */
            subjective?: string | null;
            /** Text */
            text?: string | null;
        };
        /**
         * NoteTemplateChange
         * @description What changes about a template.
         */
        NoteTemplateChange: {
            /** Assessment */
            assessment?: string | null;
            /** Name */
            name?: string;
            /** Objective */
            objective?: string | null;
            /** Plan */
            plan?: string | null;
            /** Subjective */
            subjective?: string | null;
            /** Text */
            text?: string | null;
        };
        /**
         * NoteTemplateView
         * @description What notes may begin with.
         */
        NoteTemplateView: {
            /** Assessment */
            assessment?: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @default soap
             * @enum {string}
             */
            kind?: "soap" | "free";
            /** Name */
            name: string;
            /** Objective */
            objective?: string | null;
            /** Plan */
            plan?: string | null;
            /** Subjective */
            subjective?: string | null;
            /** Text */
            text?: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * NoteView
         * @description A note; once `signed_at` is set it never changes, and `sha256` proves it.
         */
        NoteView: {
            /** Addenda */
            addenda: components["schemas"]["AddendumView"][];
            /** Appointment Id */
            appointment_id: string | null;
            /** Assessment */
            assessment: string | null;
            /**
             * Author Id
             * Format: uuid
             */
            author_id: string;
            /** Author Name */
            author_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Discarded At */
            discarded_at: string | null;
            /** For Signature */
            for_signature: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "soap" | "free";
            /** Objective */
            objective: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Plan */
            plan: string | null;
            /** Sha256 */
            sha256: string | null;
            /** Signed At */
            signed_at: string | null;
            /** Signed By */
            signed_by: string | null;
            /** Signed By Name */
            signed_by_name: string | null;
            /** Subjective */
            subjective: string | null;
            /** Text */
            text: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * OnBoardView
         * @description A patient who is here: how long they have been waiting, and how long in a room.
         */
        OnBoardView: {
            /** Arrived At */
            arrived_at: string | null;
            /** Color */
            color: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Overbooked */
            overbooked: boolean;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Room Id */
            room_id: string | null;
            /** Room Minutes */
            room_minutes: number | null;
            /** Roomed At */
            roomed_at: string | null;
            /** Started At */
            started_at: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            status: components["schemas"]["Status"];
            /** Visit Type Name */
            visit_type_name: string;
            /** Waiting Minutes */
            waiting_minutes: number | null;
        };
        /**
         * OnConflict
         * @description What becomes of the visits of a series that do not fit.
         * @enum {string}
         */
        OnConflict: "stop" | "skip" | "move";
        /**
         * OpenedDocumentView
         * @description A document with the link it can be fetched by for a minute; null until it is complete.
         */
        OpenedDocumentView: {
            /**
             * Author Id
             * Format: uuid
             */
            author_id: string;
            /** Author Name */
            author_name: string;
            /** Completed At */
            completed_at: string | null;
            /** Content Type */
            content_type: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Download */
            download: string | null;
            /** Filename */
            filename: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Sha256 */
            sha256: string | null;
            /** Size */
            size: number;
            /** Version */
            version: number;
        };
        /**
         * OwedView
         * @description What is owed in one currency.
         */
        OwedView: {
            /** Balance Minor */
            balance_minor: number;
            /** Currency */
            currency: string;
        };
        /** Page[AccessDayView] */
        Page_AccessDayView_: {
            /** Items */
            items: components["schemas"]["AccessDayView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[AccessEntryView] */
        Page_AccessEntryView_: {
            /** Items */
            items: components["schemas"]["AccessEntryView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[AllergyView] */
        Page_AllergyView_: {
            /** Items */
            items: components["schemas"]["AllergyView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[AppointmentView] */
        Page_AppointmentView_: {
            /** Items */
            items: components["schemas"]["AppointmentView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[BatchView] */
        Page_BatchView_: {
            /** Items */
            items: components["schemas"]["BatchView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ClaimView] */
        Page_ClaimView_: {
            /** Items */
            items: components["schemas"]["ClaimView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ClosureView] */
        Page_ClosureView_: {
            /** Items */
            items: components["schemas"]["ClosureView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[CodeView] */
        Page_CodeView_: {
            /** Items */
            items: components["schemas"]["CodeView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ConsentView] */
        Page_ConsentView_: {
            /** Items */
            items: components["schemas"]["ConsentView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[CoverageView] */
        Page_CoverageView_: {
            /** Items */
            items: components["schemas"]["CoverageView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[DocumentView] */
        Page_DocumentView_: {
            /** Items */
            items: components["schemas"]["DocumentView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ExceptionView] */
        Page_ExceptionView_: {
            /** Items */
            items: components["schemas"]["ExceptionView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ExchangeFileView] */
        Page_ExchangeFileView_: {
            /** Items */
            items: components["schemas"]["ExchangeFileView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[FeedListView] */
        Page_FeedListView_: {
            /** Items */
            items: components["schemas"]["FeedListView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[FeeView] */
        Page_FeeView_: {
            /** Items */
            items: components["schemas"]["FeeView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ImmunizationView] */
        Page_ImmunizationView_: {
            /** Items */
            items: components["schemas"]["ImmunizationView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ImportView] */
        Page_ImportView_: {
            /** Items */
            items: components["schemas"]["ImportView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[LocationView] */
        Page_LocationView_: {
            /** Items */
            items: components["schemas"]["LocationView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[MedicationView] */
        Page_MedicationView_: {
            /** Items */
            items: components["schemas"]["MedicationView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[MessageView] */
        Page_MessageView_: {
            /** Items */
            items: components["schemas"]["MessageView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[NoteTemplateView] */
        Page_NoteTemplateView_: {
            /** Items */
            items: components["schemas"]["NoteTemplateView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[NoteView] */
        Page_NoteView_: {
            /** Items */
            items: components["schemas"]["NoteView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[PairView] */
        Page_PairView_: {
            /** Items */
            items: components["schemas"]["PairView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[PatientView] */
        Page_PatientView_: {
            /** Items */
            items: components["schemas"]["PatientView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[PayerView] */
        Page_PayerView_: {
            /** Items */
            items: components["schemas"]["PayerView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[PhraseView] */
        Page_PhraseView_: {
            /** Items */
            items: components["schemas"]["PhraseView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[PractitionerView] */
        Page_PractitionerView_: {
            /** Items */
            items: components["schemas"]["PractitionerView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ProblemView] */
        Page_ProblemView_: {
            /** Items */
            items: components["schemas"]["ProblemView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ProgramView] */
        Page_ProgramView_: {
            /** Items */
            items: components["schemas"]["ProgramView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ReasonView] */
        Page_ReasonView_: {
            /** Items */
            items: components["schemas"]["BillingReasonView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[RoleView] */
        Page_RoleView_: {
            /** Items */
            items: components["schemas"]["RoleView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[RoomView] */
        Page_RoomView_: {
            /** Items */
            items: components["schemas"]["RoomView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[SessionView] */
        Page_SessionView_: {
            /** Items */
            items: components["schemas"]["SessionView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[SlotView] */
        Page_SlotView_: {
            /** Items */
            items: components["schemas"]["SlotView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[StaffView] */
        Page_StaffView_: {
            /** Items */
            items: components["schemas"]["StaffView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TimeOffView] */
        Page_TimeOffView_: {
            /** Items */
            items: components["schemas"]["TimeOffView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[UnsignedNoteView] */
        Page_UnsignedNoteView_: {
            /** Items */
            items: components["schemas"]["UnsignedNoteView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[VisitTypeView] */
        Page_VisitTypeView_: {
            /** Items */
            items: components["schemas"]["VisitTypeView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[VitalView] */
        Page_VitalView_: {
            /** Items */
            items: components["schemas"]["VitalView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[WaitlistEntryView] */
        Page_WaitlistEntryView_: {
            /** Items */
            items: components["schemas"]["WaitlistEntryView"][];
            /** Next */
            next?: string | null;
        };
        /**
         * PairDecisionView
         * @description Two registrations, and whether somebody told them apart.
         */
        PairDecisionView: {
            /** Dismissed At */
            dismissed_at: string | null;
            /** Dismissed By */
            dismissed_by: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Patient Ids */
            patient_ids: string[];
        };
        /**
         * PairView
         * @description Two registrations that are likely one person: how likely, from 0 to 1, why, and both records.
         */
        PairView: {
            /** Dismissed At */
            dismissed_at: string | null;
            /**
             * Found At
             * Format: date-time
             */
            found_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Patients */
            patients: components["schemas"]["PatientView"][];
            /** Reasons */
            reasons: string[];
            /** Score */
            score: number;
        };
        /**
         * PartHealth
         * @description How one service is.
         */
        PartHealth: {
            /** Bus */
            bus?: boolean | null;
            /** Database */
            database?: boolean | null;
            /** Memory Mb */
            memory_mb?: number | null;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
            /** Uptime Seconds */
            uptime_seconds?: number | null;
        };
        /**
         * PartView
         * @description The share of one payer, practitioner or location; `id` is null for what has none.
         */
        PartView: {
            /** Adjusted Minor */
            adjusted_minor: number;
            /** Charged Minor */
            charged_minor: number;
            /** Collected Minor */
            collected_minor: number;
            /** Id */
            id: string | null;
            /** Name */
            name: string | null;
            /** Outstanding Minor */
            outstanding_minor: number;
            /** Refunded Minor */
            refunded_minor: number;
        };
        /**
         * PasswordChange
         * @description The password so far, and the new one.
         */
        PasswordChange: {
            /** Current Password */
            current_password: string;
            /** New Password */
            new_password: string;
        };
        /**
         * PasswordReset
         * @description The token of the link in the mail, and the password chosen.
         */
        PasswordReset: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * PatientChange
         * @description What changes about a patient; null empties a field that may be empty.
         */
        PatientChange: {
            address?: components["schemas"]["Address"] | null;
            /**
             * Born On
             * Format: date
             */
            born_on?: string;
            /** Contact By */
            contact_by?: ("email" | "sms" | "phone" | "none") | null;
            /** Email */
            email?: string | null;
            /** Family Name */
            family_name?: string;
            /** Given Name */
            given_name?: string;
            /** Identity Number */
            identity_number?: string | null;
            /** Phone */
            phone?: string | null;
            /** Preferred Language */
            preferred_language?: string | null;
            /**
             * Sex
             * @enum {string}
             */
            sex?: "male" | "female" | "other" | "unknown";
        };
        /**
         * PatientDetailView
         * @description A patient; the identity number in full for those who may register, for others its end (`…6048`).
         */
        PatientDetailView: {
            address: components["schemas"]["AddressView"] | null;
            /** Archived */
            archived: boolean;
            /**
             * Born On
             * Format: date
             */
            born_on: string;
            /** Contact By */
            contact_by: ("email" | "sms" | "phone" | "none") | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Identity Number */
            identity_number: string | null;
            /** Merged Into */
            merged_into: string | null;
            /** Phone */
            phone: string | null;
            /** Preferred Language */
            preferred_language: string | null;
            /** Record Number */
            record_number: string;
            /**
             * Sex
             * @enum {string}
             */
            sex: "male" | "female" | "other" | "unknown";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * PatientView
         * @description A patient.
         */
        PatientView: {
            address: components["schemas"]["AddressView"] | null;
            /** Archived */
            archived: boolean;
            /**
             * Born On
             * Format: date
             */
            born_on: string;
            /** Contact By */
            contact_by: ("email" | "sms" | "phone" | "none") | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Email */
            email: string | null;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Merged Into */
            merged_into: string | null;
            /** Phone */
            phone: string | null;
            /** Preferred Language */
            preferred_language: string | null;
            /** Record Number */
            record_number: string;
            /**
             * Sex
             * @enum {string}
             */
            sex: "male" | "female" | "other" | "unknown";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * PayerChange
         * @description What changes about a payer; what is left out stays.
         */
        PayerChange: {
            kind?: components["schemas"]["PayerKind"] | null;
            /** Name */
            name?: string | null;
            /** Payer Identifier */
            payer_identifier?: string | null;
        };
        /**
         * PayerKind
         * @description What kind of insurer a payer is; the value of `FILING` is how claims call it (SBR09).
         * @enum {string}
         */
        PayerKind: "commercial" | "blue_cross" | "medicare" | "medicaid" | "military" | "workers_compensation" | "car" | "other";
        /**
         * PayerView
         * @description Somebody who pays for patients.
         */
        PayerView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["PayerKind"];
            /** Name */
            name: string;
            /** Payer Identifier */
            payer_identifier: string | null;
            /** Version */
            version: number;
        };
        /**
         * PaymentLineView
         * @description A payment, as it stands on its invoice.
         */
        PaymentLineView: {
            /** Amount Minor */
            amount_minor: number;
            /** Credit Minor */
            credit_minor: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            method: components["schemas"]["Method"];
            /** Receipt Number */
            receipt_number: string;
            /** Reference */
            reference: string | null;
            /** Refunded Minor */
            refunded_minor: number;
            /**
             * Taken At
             * Format: date-time
             */
            taken_at: string;
        };
        /**
         * PaymentsReportView
         * @description What came in and went out by method and day; insurers' payments are the method `insurance`.
         */
        PaymentsReportView: {
            /** Currency */
            currency: string;
            /** Items */
            items: components["schemas"]["TakenView"][];
            /** Refunded Minor */
            refunded_minor: number;
            /** Taken Minor */
            taken_minor: number;
        };
        /**
         * PaymentView
         * @description A payment, and how its invoice stands after it; money taken on account has none.
         */
        PaymentView: {
            /** Amount Minor */
            amount_minor: number;
            /** Credit Minor */
            credit_minor: number;
            /** Currency */
            currency: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            invoice: components["schemas"]["InvoiceBrief"] | null;
            /** Invoice Id */
            invoice_id: string | null;
            method: components["schemas"]["Method"];
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Receipt Number */
            receipt_number: string;
            /** Reference */
            reference: string | null;
            /** Refunded Minor */
            refunded_minor: number;
            /**
             * Taken At
             * Format: date-time
             */
            taken_at: string;
        };
        /**
         * Permission
         * @description One thing a role may do; the value travels in access tokens and stands in the role table.
         * @enum {string}
         */
        Permission: "profile" | "patients.read" | "appointments.read" | "patients.write" | "patients.merge" | "patients.import" | "patients.export" | "chart.basics.read" | "chart.basics.write" | "chart.read" | "chart.write" | "notes.own" | "notes.sign" | "notes.settings" | "appointments.write" | "appointments.overbook" | "calendar.own" | "calendar.settings" | "billing.read" | "billing.read_own" | "billing.write" | "billing.adjust" | "fees.write" | "ledger.proof" | "messages.read" | "messages.settings" | "contact_preferences" | "staff.read" | "staff.write" | "trail.read" | "reports";
        /**
         * PermissionView
         * @description One thing somebody may do, in plain words.
         */
        PermissionView: {
            /** Description */
            description: string;
            /** Name */
            name: string;
        };
        /**
         * PhraseChange
         * @description What changes about a quick phrase.
         */
        PhraseChange: {
            /** Name */
            name?: string;
            /** Text */
            text?: string;
        };
        /**
         * PhraseView
         * @description A quick phrase.
         */
        PhraseView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Text */
            text: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * PlannedVisitView
         * @description How one visit would fit: `fits`, `moved` to another time, or in `conflict`; `code` and `detail` say what is in
         *     the way of the time wanted.
         */
        PlannedVisitView: {
            /** Appointment Id */
            appointment_id: string | null;
            /** Code */
            code: string | null;
            /** Detail */
            detail: string | null;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Outcome */
            outcome: string;
            /** Overbooked */
            overbooked: boolean;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /**
             * Wanted At
             * Format: date-time
             */
            wanted_at: string;
        };
        /**
         * PlanView
         * @description What would be booked or changed, before anything is; `conflicts` counts the visits that do not fit.
         */
        PlanView: {
            /** Conflicts */
            conflicts: number;
            /** Time Zone */
            time_zone: string;
            /** Visits */
            visits: components["schemas"]["PlannedVisitView"][];
            /** Warnings */
            warnings: components["schemas"]["WarningView"][];
        };
        /**
         * PractitionerGroupView
         * @description How many patients somebody saw in the period, and in how many visits.
         */
        PractitionerGroupView: {
            /** Patients */
            patients: number;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Visits */
            visits: number;
        };
        /**
         * PractitionerReportView
         * @description How much of their time practitioners are booked.
         */
        PractitionerReportView: {
            /** Appointments */
            appointments: {
                [key: string]: number;
            };
            /** Available Minutes */
            available_minutes: number;
            /** Booked Minutes */
            booked_minutes: number;
            /** Cancelled */
            cancelled: number;
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Items */
            items: components["schemas"]["LoadView"][];
            /** No Shows */
            no_shows: number;
            /** Seen */
            seen: number;
            /** Time Zone */
            time_zone: string;
            /**
             * To
             * Format: date-time
             */
            to: string;
            /** Total */
            total: number;
        };
        /**
         * PractitionerView
         * @description Somebody who has a calendar; one who is not `active` cannot be booked any more.
         */
        PractitionerView: {
            /** Active */
            active: boolean;
            /** Color */
            color: string;
            /** Display Name */
            display_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Npi */
            npi: string | null;
        };
        /**
         * Problem
         * @description A problem document (RFC 9457).
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default []
             */
            errors?: components["schemas"]["FieldProblem"][];
            /** Request Id */
            request_id: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /**
             * Type
             * @default about:blank
             */
            type?: string;
        };
        /**
         * ProblemChange
         * @description What changes about a problem.
         */
        ProblemChange: {
            /** Code */
            code?: string | null;
            /** Code System */
            code_system?: string | null;
            /** Display */
            display?: string;
            /** Onset On */
            onset_on?: string | null;
            /** Resolved On */
            resolved_on?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status?: "active" | "inactive" | "resolved";
            /** Struck Out Reason */
            struck_out_reason?: string;
        };
        /**
         * ProblemsView
         * @description The latest problems.
         */
        ProblemsView: {
            /** Count */
            count: number;
            /** Latest */
            latest: components["schemas"]["ProblemView"][];
        };
        /**
         * ProblemView
         * @description A condition or diagnosis.
         */
        ProblemView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Code */
            code: string | null;
            /** Code System */
            code_system: string | null;
            /** Display */
            display: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /** Onset On */
            onset_on: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Resolved On */
            resolved_on: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "inactive" | "resolved";
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ProgramToken
         * @description An access token of a program, as RFC 6749 words it.
         */
        ProgramToken: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            /** Scope */
            scope: string;
            /**
             * Token Type
             * @default Bearer
             * @constant
             */
            token_type?: "Bearer";
        };
        /**
         * ProgramView
         * @description A program outside the house; `id` is its `client_id`.
         */
        ProgramView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Scopes */
            scopes: string[];
        };
        /**
         * ProofHealth
         * @description How a proof went the last time, and when it held last; nothing is known before the first.
         */
        ProofHealth: {
            /** At */
            at?: string | null;
            /** Good */
            good?: boolean | null;
        };
        /**
         * ProofView
         * @description Whether ledger, invoices, payments and reports agree.
         */
        ProofView: {
            /** Entries */
            entries: number;
            first_break: components["schemas"]["BillingBreakView"] | null;
            /** Totals */
            totals: components["schemas"]["BooksView"][];
            /** Valid */
            valid: boolean;
        };
        /**
         * ProviderAdjustmentView
         * @description Money kept or added beside the claims; positive lessens the payment.
         */
        ProviderAdjustmentView: {
            /** Amount Minor */
            amount_minor: number;
            /** Reason */
            reason: string;
            /** Reference */
            reference: string;
        };
        /**
         * QuietHoursBody
         * @description Nobody is reminded between these times on the location's wall clock; equal times: no quiet hours.
         */
        QuietHoursBody: {
            /**
             * Ends
             * @default 08:00
             */
            ends?: string;
            /**
             * Starts
             * @default 21:00
             */
            starts?: string;
        };
        /** QuietHoursView */
        QuietHoursView: {
            /** Ends */
            ends: string;
            /** Starts */
            starts: string;
        };
        /**
         * Rank
         * @description In which order coverages are asked to pay.
         * @enum {string}
         */
        Rank: "primary" | "secondary" | "tertiary";
        /**
         * ReadinessFinding
         * @description What a rule found; `hold` keeps a claim here, `warning` does not.
         */
        ReadinessFinding: {
            /** Field */
            field: string;
            /** Message */
            message: string;
            /** Rule */
            rule: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "hold" | "warning";
        };
        /**
         * ReadinessView
         * @description Whether a claim could be made of an invoice, under which coverage, and what is missing for it.
         */
        ReadinessView: {
            /** Claim Id */
            claim_id: string | null;
            coverage: components["schemas"]["CoverageView"] | null;
            /** Findings */
            findings: components["schemas"]["ReadinessFinding"][];
            /**
             * Invoice Id
             * Format: uuid
             */
            invoice_id: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Ready */
            ready: boolean;
            /**
             * Service On
             * Format: date
             */
            service_on: string;
        };
        /**
         * ReasonText
         * @description What a payer's reason code means, in the clinic's words.
         */
        ReasonText: {
            /** Description */
            description: string;
        };
        /**
         * ReasonView
         * @description One thing that stands in the way of a slot, by its code and in words.
         */
        ReasonView: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
        };
        /**
         * RecordView
         * @description A record in short; a list the reader's role does not include is null.
         */
        RecordView: {
            allergies: components["schemas"]["AllergiesView"] | null;
            immunizations: components["schemas"]["ImmunizationsView"] | null;
            patient: components["schemas"]["PatientView"];
            problems: components["schemas"]["ProblemsView"] | null;
            vitals: components["schemas"]["VitalsView"] | null;
        };
        /**
         * RecoveryCodesView
         * @description Codes for when the app is not at hand, each good once; shown now and never again.
         */
        RecoveryCodesView: {
            /** Recovery Codes */
            recovery_codes: string[];
        };
        /**
         * RefreshRequest
         * @description The refresh token; without it the cookie counts.
         */
        RefreshRequest: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /**
         * RefundView
         * @description A refund, its payment, and how the invoice stands after it.
         */
        RefundView: {
            /** Amount Minor */
            amount_minor: number;
            /** Currency */
            currency: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            invoice: components["schemas"]["InvoiceBrief"] | null;
            /** Invoice Id */
            invoice_id: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            payment: components["schemas"]["PaymentLineView"];
            /**
             * Payment Id
             * Format: uuid
             */
            payment_id: string;
            /** Reason */
            reason: string;
            /**
             * Refunded At
             * Format: date-time
             */
            refunded_at: string;
        };
        /**
         * Relationship
         * @description What the patient is to the subscriber of a coverage.
         * @enum {string}
         */
        Relationship: "self" | "spouse" | "child" | "other";
        /**
         * RemarkView
         * @description Something about one place in the file.
         */
        RemarkView: {
            /** Pointer */
            pointer: string;
            /** Reason */
            reason: string;
        };
        /**
         * ReminderRuleBody
         * @description Remind so many minutes before a visit; of one type of visit only, if that is named.
         */
        ReminderRuleBody: {
            /**
             * Channel
             * @default preferred
             * @enum {string}
             */
            channel?: "preferred" | "email" | "sms";
            /** Offset Minutes */
            offset_minutes: number;
            /** Visit Type Id */
            visit_type_id?: string | null;
        };
        /**
         * ReminderRulesChange
         * @description All reminder rules at once.
         */
        ReminderRulesChange: {
            /**
             * @default {
             *       "ends": "08:00",
             *       "starts": "21:00"
             *     }
             */
            quiet_hours?: components["schemas"]["QuietHoursBody"];
            /** Rules */
            rules: components["schemas"]["ReminderRuleBody"][];
        };
        /**
         * ReminderRulesView
         * @description When the clinic reminds, and when it leaves people alone.
         */
        ReminderRulesView: {
            quiet_hours: components["schemas"]["QuietHoursView"];
            /** Rules */
            rules: components["schemas"]["ReminderRuleView"][];
            /** Version */
            version: number;
        };
        /** ReminderRuleView */
        ReminderRuleView: {
            /**
             * Channel
             * @enum {string}
             */
            channel: "preferred" | "email" | "sms";
            /** Offset Minutes */
            offset_minutes: number;
            /** Visit Type Id */
            visit_type_id: string | null;
        };
        /**
         * RemittanceClaimView
         * @description What a payer answered to one claim, and what became of it; `why` it is not posted.
         */
        RemittanceClaimView: {
            /** Adjustments */
            adjustments: components["schemas"]["ClaimAdjustmentView"][];
            /** Charge Minor */
            charge_minor: number;
            /** Claim Id */
            claim_id: string | null;
            /** Contractual Minor */
            contractual_minor: number;
            /** Control Number */
            control_number: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invoice Id */
            invoice_id: string | null;
            /** Lines */
            lines: components["schemas"]["ServiceLineView"][];
            /** Member Id */
            member_id: string;
            /** Paid Minor */
            paid_minor: number;
            /** Patient Id */
            patient_id: string | null;
            /** Patient Name */
            patient_name: string;
            /** Patient Share Minor */
            patient_share_minor: number;
            /** Payer Claim Number */
            payer_claim_number: string;
            /** Service On */
            service_on: string | null;
            state: components["schemas"]["Answered"];
            /** Status Code */
            status_code: string;
            /** Version */
            version: number;
            /** Why */
            why: string | null;
        };
        /**
         * RemittanceDetailView
         * @description A remittance with a page of its claims; `next` goes into `after` for the following ones.
         */
        RemittanceDetailView: {
            /** Claims */
            claims: components["schemas"]["RemittanceClaimView"][];
            /** Claims Count */
            claims_count: number;
            /** Flagged */
            flagged: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Next */
            next: string | null;
            /** Payments */
            payments: components["schemas"]["RemittancePaymentView"][];
            /** Posted */
            posted: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "posted" | "held";
            /** Total Minor */
            total_minor: number;
            /** Unmatched */
            unmatched: number;
            /** Why */
            why: string[];
        };
        /**
         * RemittancePage
         * @description One stretch of a list of remittances.
         */
        RemittancePage: {
            /** Items */
            items: components["schemas"]["RemittanceView"][];
            /** Next */
            next?: string | null;
        };
        /**
         * RemittancePaymentView
         * @description One payment of one payer.
         */
        RemittancePaymentView: {
            /** Amount Minor */
            amount_minor: number;
            /** Currency */
            currency: string;
            /** Method */
            method: string;
            /** Paid On */
            paid_on: string | null;
            /** Payee Identifier */
            payee_identifier: string;
            /** Payee Name */
            payee_name: string;
            /** Payer Identifier */
            payer_identifier: string;
            /** Payer Name */
            payer_name: string;
            /** Provider Adjustments */
            provider_adjustments: components["schemas"]["ProviderAdjustmentView"][];
            /** Trace Number */
            trace_number: string;
        };
        /**
         * RemittanceView
         * @description A remittance file: how many of its claims were posted, wait to be matched, or are flagged; `why` it is held.
         */
        RemittanceView: {
            /** Claims Count */
            claims_count: number;
            /** Flagged */
            flagged: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Payments */
            payments: components["schemas"]["RemittancePaymentView"][];
            /** Posted */
            posted: number;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "posted" | "held";
            /** Total Minor */
            total_minor: number;
            /** Unmatched */
            unmatched: number;
            /** Why */
            why: string[];
        };
        /**
         * Reopening
         * @description Why the last step is taken back.
         */
        Reopening: {
            /** Reason */
            reason: string;
        };
        /**
         * RoleChange
         * @description What changes of a role; what is left out stays.
         */
        RoleChange: {
            /** Description */
            description?: string;
            /** Permissions */
            permissions?: components["schemas"]["Permission"][];
            /** Totp Required */
            totp_required?: boolean;
        };
        /**
         * RoleView
         * @description A role, and what it may do; one that is `built_in` came with the suite and keeps its permissions.
         */
        RoleView: {
            /** Built In */
            built_in: boolean;
            /** Description */
            description: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: components["schemas"]["PermissionView"][];
            /** Practises */
            practises: boolean;
            /** Totp Required */
            totp_required: boolean;
            /** Version */
            version: number;
        };
        /**
         * RoomChange
         * @description What changes of a room.
         */
        RoomChange: {
            /** Name */
            name?: string;
        };
        /**
         * RoomMove
         * @description The room the patient was brought to.
         */
        RoomMove: {
            /** Room Id */
            room_id?: string | null;
        };
        /**
         * RoomOnBoardView
         * @description A room and who is in it now.
         */
        RoomOnBoardView: {
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /**
             * Room Id
             * Format: uuid
             */
            room_id: string;
            /** Room Name */
            room_name: string;
            /** Visits */
            visits: components["schemas"]["OnBoardView"][];
        };
        /**
         * RoomsBoardView
         * @description Who is where now; `waiting` are those who arrived, `elsewhere` those in a visit without a room.
         */
        RoomsBoardView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Elsewhere */
            elsewhere: components["schemas"]["OnBoardView"][];
            /** Rooms */
            rooms: components["schemas"]["RoomOnBoardView"][];
            /** Waiting */
            waiting: components["schemas"]["OnBoardView"][];
        };
        /**
         * RoomView
         * @description A room.
         */
        RoomView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * Address
         * @description A postal address, as far as it is known.
         */
        SchedulingAddress: {
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Line1 */
            line1?: string | null;
            /** Line2 */
            line2?: string | null;
            /** Postal Code */
            postal_code?: string | null;
            /** State */
            state?: string | null;
        };
        /**
         * Scope
         * @description Which visits of a series are meant.
         * @enum {string}
         */
        Scope: "this" | "following" | "all";
        /**
         * SeriesView
         * @description A series with all its visits. The rule stays as it was booked: `exdates` are the occurrences that are none, and
         *     a visit's `occurrence_at` says which one it is, wherever it was moved since.
         */
        SeriesView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Exdates */
            exdates: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Items */
            items: components["schemas"]["AppointmentView"][];
            /** Rule */
            rule: string;
            /** Starts At */
            starts_at: string | null;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * ServiceLineView
         * @description One service as the payer judged it.
         */
        ServiceLineView: {
            /** Allowed Minor */
            allowed_minor: number | null;
            /**
             * Allowed Units
             * @default
             */
            allowed_units?: string;
            /** Begins On */
            begins_on: string | null;
            /**
             * Billed Units
             * @default
             */
            billed_units?: string;
            /** Charge Minor */
            charge_minor: number;
            /** Code */
            code: string;
            /** Ends On */
            ends_on: string | null;
            /** Modifiers */
            modifiers: string[];
            /** Paid Minor */
            paid_minor: number;
            /** Qualifier */
            qualifier: string;
            /** Reference */
            reference: string | null;
            /**
             * References
             * @default []
             */
            references?: [
                string,
                string
            ][];
            /**
             * Remark Codes
             * @default []
             */
            remark_codes?: [
                string,
                string
            ][];
            /** Remarks */
            remarks: string[];
            /** Units */
            units: string;
        };
        /**
         * SessionView
         * @description One sign-in; `current` is the one that asks.
         */
        SessionView: {
            /** Address */
            address: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Current
             * @default false
             */
            current?: boolean;
            /** Device */
            device: string | null;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * Format: date-time
             */
            last_used_at: string;
        };
        /**
         * SignInRequest
         * @description An e-mail address and a password, and the code of the second factor if there is one.
         */
        SignInRequest: {
            /** Email */
            email: string;
            /** Otp */
            otp?: string | null;
            /** Password */
            password: string;
        };
        /**
         * SlotReasonsView
         * @description Whether a slot is offered, and if not, why.
         */
        SlotReasonsView: {
            /** Offered */
            offered: boolean;
            /** Reasons */
            reasons: components["schemas"]["ReasonView"][];
        };
        /**
         * SlotView
         * @description A time at which a visit can be booked; the room is one that is free, if rooms were asked for.
         */
        SlotView: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /**
             * Location Id
             * Format: uuid
             */
            location_id: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /** Room Id */
            room_id: string | null;
            /** Room Name */
            room_name: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * StaffChange
         * @description What changes; what is left out stays.
         */
        StaffChange: {
            /** Active */
            active?: boolean;
            /** Display Name */
            display_name?: string;
            /** Email */
            email?: string;
            /** Locations */
            locations?: string[] | null;
            /** Npi */
            npi?: string | null;
            /** Role */
            role?: string;
        };
        /**
         * StaffView
         * @description A staff member; `joined_at` is empty while their invitation waits.
         */
        StaffView: {
            /** Active */
            active: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Deactivated At */
            deactivated_at: string | null;
            /** Display Name */
            display_name: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Joined At */
            joined_at: string | null;
            /** Locations */
            locations: string[] | null;
            /** Npi */
            npi: string | null;
            /** Role */
            role: string;
            /** Version */
            version: number;
        };
        /**
         * StatementView
         * @description What was owed before a time, what happened in it, the oldest first, and what was owed after it.
         */
        StatementView: {
            /** Closing Minor */
            closing_minor: number;
            /** Currency */
            currency: string;
            /** Entries */
            entries: components["schemas"]["AccountEntryView"][];
            /** Next */
            next: string | null;
            /** Opening Minor */
            opening_minor: number;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string | null;
        };
        /**
         * StatisticsView
         * @description How many patients there are: `new` in the period, the others now.
         */
        StatisticsView: {
            /** Active */
            active: number;
            /** Archived */
            archived: number;
            /** By Age And Sex */
            by_age_and_sex: components["schemas"]["GroupView"][];
            /** By Practitioner */
            by_practitioner: components["schemas"]["PractitionerGroupView"][];
            /**
             * From
             * Format: date
             */
            from: string;
            /** New */
            new: number;
            /**
             * To
             * Format: date
             */
            to: string;
        };
        /**
         * Status
         * @description Where an appointment stands.
         * @enum {string}
         */
        Status: "booked" | "confirmed" | "arrived" | "roomed" | "in_visit" | "completed" | "cancelled" | "no_show";
        /**
         * StatusView
         * @description How the clinic is, for anybody.
         */
        StatusView: {
            backup: components["schemas"]["ProofHealth"];
            ledger: components["schemas"]["ProofHealth"];
            /** Parts */
            parts: {
                [key: string]: "ok" | "degraded" | "down";
            };
            restore: components["schemas"]["ProofHealth"];
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "degraded" | "down";
        };
        /**
         * StepView
         * @description What happened to a visit: when, by whom, and why; `status` and `starts_at` are where it stood after.
         */
        StepView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Reason */
            reason: string | null;
            /** Staff Id */
            staff_id: string | null;
            /** Staff Name */
            staff_name: string | null;
            /** Starts At */
            starts_at: string | null;
            status: components["schemas"]["Status"];
            /** Step */
            step: string;
        };
        /**
         * SubmittedView
         * @description What became of claims that were to be sent; those held say why.
         */
        SubmittedView: {
            /** Batches */
            batches: components["schemas"]["BatchView"][];
            /** Held */
            held: components["schemas"]["FindingsView"][];
            /** Sent */
            sent: components["schemas"]["ClaimView"][];
        };
        /**
         * Subscriber
         * @description Who is insured, where it is not the patient: a parent, a spouse.
         */
        Subscriber: {
            address?: components["schemas"]["SubscriberAddress"] | null;
            /** Born On */
            born_on?: string | null;
            /** Family Name */
            family_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Sex
             * @default unknown
             * @enum {string}
             */
            sex?: "female" | "male" | "other" | "unknown";
        };
        /**
         * SubscriberAddress
         * @description Where a subscriber lives.
         */
        SubscriberAddress: {
            /** City */
            city?: string | null;
            /** Country */
            country?: string | null;
            /** Line1 */
            line1?: string | null;
            /** Line2 */
            line2?: string | null;
            /** Postal Code */
            postal_code?: string | null;
            /** Region */
            region?: string | null;
        };
        /**
         * TakenView
         * @description What came in and went out by one method on one day.
         */
        TakenView: {
            /** Method */
            method: string;
            /**
             * On
             * Format: date
             */
            on: string;
            /** Refunded Minor */
            refunded_minor: number;
            /** Taken Minor */
            taken_minor: number;
        };
        /**
         * TemplateChange
         * @description The clinic's own texts by language; a language left out says what the product says.
         */
        TemplateChange: {
            /** Texts */
            texts: {
                [key: string]: components["schemas"]["TextBody"];
            };
        };
        /** TemplatesView */
        TemplatesView: {
            /** Items */
            items: components["schemas"]["TemplateView"][];
            /** Next */
            next?: string | null;
        };
        /**
         * TemplateView
         * @description A template: what it says in each language, and which placeholders it knows.
         */
        TemplateView: {
            /** Name */
            name: string;
            /** Own Languages */
            own_languages: string[];
            /** Placeholders */
            placeholders: string[];
            /** Required */
            required: string[];
            /** Texts */
            texts: {
                [key: string]: components["schemas"]["TextView"];
            };
            /** Version */
            version: number;
        };
        /**
         * TextBody
         * @description One message in one language; `sms` is what a text message says instead of `text`.
         */
        TextBody: {
            /** Sms */
            sms?: string | null;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /** TextView */
        TextView: {
            /** Sms */
            sms: string | null;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /**
         * TimeOffView
         * @description A period a practitioner is away; `visits_booked` says, when it is made, how many visits are to be moved.
         */
        TimeOffView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
            /** Reason */
            reason: string | null;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Visits Booked */
            visits_booked?: number | null;
        };
        /**
         * Tokens
         * @description Proof of a sign-in: a token for each call, and one to get the next pair with.
         */
        Tokens: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            /** Next */
            next?: "set_up_totp" | null;
            /** Refresh Token */
            refresh_token: string;
            /**
             * Token Type
             * @default bearer
             * @constant
             */
            token_type?: "bearer";
        };
        /**
         * TotpCode
         * @description A code from the app.
         */
        TotpCode: {
            /** Otp */
            otp: string;
        };
        /**
         * TotpSecretView
         * @description What the authenticator app needs: as text, and as the URI its camera reads.
         */
        TotpSecretView: {
            /** Secret */
            secret: string;
            /** Uri */
            uri: string;
        };
        /**
         * TrailProofView
         * @description Whether every entry of the access trail still says what it said.
         */
        TrailProofView: {
            /** Chains */
            chains: components["schemas"]["ChainView"][];
            /** Entries */
            entries: number;
            first_break: components["schemas"]["BreakView"] | null;
            /** Valid */
            valid: boolean;
        };
        /**
         * TrendPointView
         * @description One value of a trend, and how old the patient was.
         */
        TrendPointView: {
            /** Age */
            age: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Measured At
             * Format: date-time
             */
            measured_at: string;
            /** Value */
            value: number;
        };
        /**
         * TrendView
         * @description One vital sign over time, the oldest first; every value in `unit`, whatever it was measured in.
         */
        TrendView: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "body_temperature" | "heart_rate" | "respiratory_rate" | "blood_pressure_systolic" | "blood_pressure_diastolic" | "oxygen_saturation" | "body_weight" | "body_height" | "bmi" | "head_circumference" | "pain";
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Points */
            points: components["schemas"]["TrendPointView"][];
            /** Unit */
            unit: string;
        };
        /**
         * UndoneView
         * @description What taking an import back did.
         */
        UndoneView: {
            /** Entries */
            entries: number;
            /** Kept */
            kept: number;
            /** Patients */
            patients: number;
        };
        /**
         * UnsignedNoteView
         * @description A note that waits for its signature; `for_signature` says that its author may not sign it.
         */
        UnsignedNoteView: {
            /** Appointment Id */
            appointment_id: string | null;
            /**
             * Author Id
             * Format: uuid
             */
            author_id: string;
            /** Author Name */
            author_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** For Signature */
            for_signature: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "soap" | "free";
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string;
            /** Record Number */
            record_number: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * UploadView
         * @description Where and how the bytes are sent, until when.
         */
        UploadView: {
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Method */
            method: string;
            /** Url */
            url: string;
        };
        /**
         * VisitTypeChange
         * @description What changes of a visit type; one that is not `active` is no longer offered.
         */
        VisitTypeChange: {
            /** Active */
            active?: boolean;
            /** Buffer After */
            buffer_after?: number;
            /** Buffer Before */
            buffer_before?: number;
            /** Code */
            code?: string;
            /** Color */
            color?: string | null;
            /** Fee Code */
            fee_code?: string | null;
            /** Horizon Days */
            horizon_days?: number | null;
            /** Lead Minutes */
            lead_minutes?: number;
            /** Minutes */
            minutes?: number;
            /** Name */
            name?: string;
        };
        /**
         * VisitTypeView
         * @description A visit type.
         */
        VisitTypeView: {
            /** Active */
            active: boolean;
            /** Buffer After */
            buffer_after: number;
            /** Buffer Before */
            buffer_before: number;
            /** Code */
            code: string;
            /** Color */
            color: string | null;
            /** Fee Code */
            fee_code: string | null;
            /** Horizon Days */
            horizon_days: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Lead Minutes */
            lead_minutes: number;
            /** Minutes */
            minutes: number;
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * VitalChange
         * @description What changes about a vital sign.
         */
        VitalChange: {
            /**
             * Measured At
             * Format: date-time
             */
            measured_at?: string;
            /** Struck Out Reason */
            struck_out_reason?: string;
            /** Unit */
            unit?: string;
            /** Value */
            value?: number | string;
        };
        /**
         * VitalsView
         * @description The latest vitals.
         */
        VitalsView: {
            /** Count */
            count: number;
            /** Latest */
            latest: components["schemas"]["VitalView"][];
        };
        /**
         * VitalView
         * @description A measured vital sign.
         */
        VitalView: {
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Import Id */
            import_id: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "body_temperature" | "heart_rate" | "respiratory_rate" | "blood_pressure_systolic" | "blood_pressure_diastolic" | "oxygen_saturation" | "body_weight" | "body_height" | "bmi" | "head_circumference" | "pain";
            /**
             * Measured At
             * Format: date-time
             */
            measured_at: string;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Struck Out At */
            struck_out_at: string | null;
            /** Struck Out By */
            struck_out_by: string | null;
            /** Struck Out Reason */
            struck_out_reason: string | null;
            /** Unit */
            unit: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Value */
            value: number;
            /** Version */
            version: number;
        };
        /**
         * WaitlistEntryView
         * @description Somebody waiting.
         */
        WaitlistEntryView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Earliest On */
            earliest_on: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Latest On */
            latest_on: string | null;
            /** Note */
            note: string | null;
            /**
             * Patient Id
             * Format: uuid
             */
            patient_id: string;
            /** Patient Name */
            patient_name: string;
            /** Practitioner Id */
            practitioner_id: string | null;
            /** Practitioner Name */
            practitioner_name: string | null;
            /**
             * Visit Type Id
             * Format: uuid
             */
            visit_type_id: string;
            /** Visit Type Name */
            visit_type_name: string;
        };
        /**
         * WarningView
         * @description Something the person booking should know.
         */
        WarningView: {
            /** Appointment Id */
            appointment_id: string | null;
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Starts At */
            starts_at?: string | null;
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
    get_jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
        };
    };
    get_trail_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
        };
    };
    list_access_entries: {
        parameters: {
            query?: {
                after?: string | null;
                from?: string | null;
                limit?: number;
                patient_id?: string | null;
                staff_id?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AccessEntryView_"];
                };
            };
        };
    };
    prove_access_trail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrailProofView"];
                };
            };
        };
    };
    list_reasons: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReasonView_"];
                };
            };
        };
    };
    keep_reason: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonText"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BillingReasonView"];
                };
            };
        };
    };
    list_appointments: {
        parameters: {
            query?: {
                after?: string | null;
                from?: string | null;
                limit?: number;
                location_id?: string | null;
                patient_id?: string | null;
                practitioner_id?: string | null;
                q?: string | null;
                status?: components["schemas"]["Status"][];
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AppointmentView_"];
                };
            };
        };
    };
    book_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAppointment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    get_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentDetailView"];
                };
            };
        };
    };
    change_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointmentChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    arrive_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    cancel_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    complete_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    confirm_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    miss_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    reopen_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reopening"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    reschedule_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    preview_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
        };
    };
    room_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RoomMove"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    start_appointment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                appointment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppointmentView"];
                };
            };
        };
    };
    preview_booking: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAppointment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ask_for_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgottenPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    refresh_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                staff_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SessionView_"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    admit_program: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Client Id
                     * @default
                     */
                    client_id?: string;
                    /**
                     * Client Secret
                     * @default
                     */
                    client_secret?: string;
                    /** Grant Type */
                    grant_type: string;
                    /** Scope */
                    scope?: string | null;
                };
                "application/x-www-form-urlencoded": {
                    /**
                     * Client Id
                     * @default
                     */
                    client_id?: string;
                    /**
                     * Client Secret
                     * @default
                     */
                    client_secret?: string;
                    /** Grant Type */
                    grant_type: string;
                    /** Scope */
                    scope?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramToken"];
                };
            };
        };
    };
    start_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpSecretView"];
                };
            };
        };
    };
    stop_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
        };
    };
    renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesView"];
                };
            };
        };
    };
    list_calendar_feeds: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FeedListView_"];
                };
            };
        };
    };
    add_calendar_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFeed"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
        };
    };
    revoke_calendar_feed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receive_acknowledgement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/edi-x12": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcknowledgementView"];
                };
            };
        };
    };
    list_batches: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BatchView_"];
                };
            };
        };
    };
    submit_claims: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmittedView"];
                };
            };
        };
    };
    get_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetailView"];
                };
            };
        };
    };
    get_batch_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, 837P. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/edi-x12": string;
                };
            };
        };
    };
    list_claims: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                patient_id?: string | null;
                state?: components["schemas"]["ClaimState"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClaimView_"];
                };
            };
        };
    };
    create_claim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClaim"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    get_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    change_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    get_claim_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, 837P. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/edi-x12": string;
                };
            };
        };
    };
    check_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingsView"];
                };
            };
        };
    };
    correct_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimAgain"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    keep_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    pass_on_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    submit_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    void_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                claim_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimAgain"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    list_codes: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CodeView_"];
                };
            };
        };
    };
    get_coverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                coverage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageView"];
                };
            };
        };
    };
    change_coverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                coverage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CoverageChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageView"];
                };
            };
        };
    };
    list_denials: {
        parameters: {
            query?: {
                after?: string | null;
                claim_id?: string | null;
                due_by?: string | null;
                limit?: number;
                owner_id?: string | null;
                patient_id?: string | null;
                payer?: string | null;
                reason_code?: string | null;
                status?: components["schemas"]["DenialStatus"][] | null;
                unowned?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DenialPage"];
                };
            };
        };
    };
    change_denial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                denial_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DenialChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DenialView"];
                };
            };
        };
    };
    correct_denied_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                denial_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimAgain"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    pass_on_denied_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                denial_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimView"];
                };
            };
        };
    };
    download_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "image/gif": string;
                    "image/jpeg": string;
                    "image/png": string;
                    "image/tiff": string;
                    "image/webp": string;
                    "text/plain": string;
                };
            };
        };
    };
    upload_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listen_to_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An endless stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    list_exchange_files: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                state?: ("pending" | "sending" | "sent" | "taken" | "refused") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ExchangeFileView_"];
                };
            };
        };
    };
    export_clinic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description FHIR R4 resources, one per line, or with `Accept: text/csv` the demographics as a table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+ndjson": string;
                    "text/csv": string;
                };
            };
        };
    };
    list_fees: {
        parameters: {
            query?: {
                active?: boolean | null;
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FeeView_"];
                };
            };
        };
    };
    add_fee: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFee"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeView"];
                };
            };
        };
    };
    get_fee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fee_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeView"];
                };
            };
        };
    };
    change_fee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fee_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeeChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeView"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ImportView_"];
                };
            };
        };
    };
    import_patients: {
        parameters: {
            query?: {
                dry_run?: boolean;
                map?: string[] | null;
                strict?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/fhir+json": {
                    [key: string]: unknown;
                };
                "application/fhir+ndjson": string;
                "application/json": {
                    [key: string]: unknown;
                };
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
        };
    };
    get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
        };
    };
    list_invoices: {
        parameters: {
            query?: {
                after?: string | null;
                from?: string | null;
                limit?: number;
                patient_id?: string | null;
                status?: components["schemas"]["InvoiceStatus"][] | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoicePage"];
                };
            };
        };
    };
    create_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    get_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    change_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvoiceChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    check_readiness: {
        parameters: {
            query?: {
                coverage_id?: string | null;
            };
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessView"];
                };
            };
        };
    };
    credit_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    issue_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    take_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPayment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentView"];
                };
            };
        };
    };
    get_invoice_pdf: {
        parameters: {
            query?: {
                language?: string | null;
            };
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    void_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVoid"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    write_off_invoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invoice_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWriteOff"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    prove_ledger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofView"];
                };
            };
        };
    };
    list_locations: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LocationView_"];
                };
            };
        };
    };
    add_location: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLocation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationView"];
                };
            };
        };
    };
    get_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationView"];
                };
            };
        };
    };
    change_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationView"];
                };
            };
        };
    };
    list_closures: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                since?: string | null;
            };
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClosureView_"];
                };
            };
        };
    };
    add_closure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClosure"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosureView"];
                };
            };
        };
    };
    remove_closure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                closure_id: string;
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
        };
    };
    list_message_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesView"];
                };
            };
        };
    };
    get_message_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
        };
    };
    set_message_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
        };
    };
    list_messages: {
        parameters: {
            query?: {
                after?: string | null;
                appointment_id?: string | null;
                limit?: number;
                patient_id?: string | null;
                status?: ("planned" | "sending" | "sent" | "failed" | "cancelled" | "skipped") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MessageView_"];
                };
            };
        };
    };
    get_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageDetailView"];
                };
            };
        };
    };
    retry_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
        };
    };
    list_note_templates: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NoteTemplateView_"];
                };
            };
        };
    };
    add_note_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNoteTemplate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteTemplateView"];
                };
            };
        };
    };
    remove_note_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_note_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteTemplateChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteTemplateView"];
                };
            };
        };
    };
    list_unsigned_notes: {
        parameters: {
            query?: {
                after?: string | null;
                everybody?: boolean;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UnsignedNoteView_"];
                };
            };
        };
    };
    list_duplicates: {
        parameters: {
            query?: {
                after?: string | null;
                dismissed?: boolean;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PairView_"];
                };
            };
        };
    };
    dismiss_duplicate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pair_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairDecisionView"];
                };
            };
        };
    };
    reopen_duplicate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pair_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairDecisionView"];
                };
            };
        };
    };
    undo_patient_merge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                merge_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeUndoneView"];
                };
            };
        };
    };
    list_patients: {
        parameters: {
            query?: {
                after?: string | null;
                archived?: boolean;
                born_on?: string | null;
                email?: string | null;
                limit?: number;
                phone?: string | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PatientView_"];
                };
            };
        };
    };
    register_patient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPatient"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredPatientView"];
                };
            };
        };
    };
    get_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientDetailView"];
                };
            };
        };
    };
    change_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredPatientView"];
                };
            };
        };
    };
    list_patient_accesses: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                time_zone?: string;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AccessDayView_"];
                };
            };
        };
    };
    write_access_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccessLetter"];
            };
        };
        responses: {
            /** @description A PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    get_patient_account: {
        parameters: {
            query?: {
                after?: string | null;
                currency?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
        };
    };
    list_allergies: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AllergyView_"];
                };
            };
        };
    };
    add_allergy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllergy"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergyView"];
                };
            };
        };
    };
    change_allergy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllergyChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergyView"];
                };
            };
        };
    };
    get_allergy_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    archive_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientView"];
                };
            };
        };
    };
    list_consents: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConsentView_"];
                };
            };
        };
    };
    add_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConsent"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"];
                };
            };
        };
    };
    change_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"];
                };
            };
        };
    };
    get_consent_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    get_contact_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPreferencesView"];
                };
            };
        };
    };
    set_contact_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPreferencesChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactPreferencesView"];
                };
            };
        };
    };
    list_coverages: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CoverageView_"];
                };
            };
        };
    };
    add_coverage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCoverage"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CoverageView"];
                };
            };
        };
    };
    list_documents: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DocumentView_"];
                };
            };
        };
    };
    announce_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDocument"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnouncedDocumentView"];
                };
            };
        };
    };
    get_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                document_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedDocumentView"];
                };
            };
        };
    };
    complete_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                document_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentView"];
                };
            };
        };
    };
    export_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A FHIR R4 Bundle, or with `Accept: text/csv` the demographics as a table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/fhir+json": {
                        [key: string]: unknown;
                    };
                    "text/csv": string;
                };
            };
        };
    };
    get_patient_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryView"];
                };
            };
        };
    };
    list_immunizations: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ImmunizationView_"];
                };
            };
        };
    };
    add_immunization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewImmunization"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImmunizationView"];
                };
            };
        };
    };
    change_immunization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImmunizationChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImmunizationView"];
                };
            };
        };
    };
    get_immunization_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    list_medications: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MedicationView_"];
                };
            };
        };
    };
    add_medication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMedication"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MedicationView"];
                };
            };
        };
    };
    change_medication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MedicationChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MedicationView"];
                };
            };
        };
    };
    get_medication_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    merge_patients: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMerge"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeView"];
                };
            };
        };
    };
    list_notes: {
        parameters: {
            query?: {
                after?: string | null;
                discarded?: boolean;
                limit?: number;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NoteView_"];
                };
            };
        };
    };
    write_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    get_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    discard_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    add_addendum: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAddendum"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    restore_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    sign_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
        };
    };
    take_deposit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeposit"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentView"];
                };
            };
        };
    };
    list_problems: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProblemView_"];
                };
            };
        };
    };
    add_problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProblem"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    change_problem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProblemChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemView"];
                };
            };
        };
    };
    get_problem_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    get_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordView"];
                };
            };
        };
    };
    get_patient_statement: {
        parameters: {
            query?: {
                after?: string | null;
                currency?: string | null;
                from?: string | null;
                language?: string | null;
                limit?: number;
                to?: string | null;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementView"];
                };
            };
        };
    };
    unarchive_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientView"];
                };
            };
        };
    };
    list_vitals: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                struck_out?: boolean;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VitalView_"];
                };
            };
        };
    };
    add_vital: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVital"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VitalView"];
                };
            };
        };
    };
    change_vital: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VitalChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VitalView"];
                };
            };
        };
    };
    get_vital_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemHistoryView"];
                };
            };
        };
    };
    get_trend: {
        parameters: {
            query: {
                from?: string | null;
                kind: "body_temperature" | "heart_rate" | "respiratory_rate" | "blood_pressure_systolic" | "blood_pressure_diastolic" | "oxygen_saturation" | "body_weight" | "body_height" | "bmi" | "head_circumference" | "pain";
                to?: string | null;
            };
            header?: never;
            path: {
                patient_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrendView"];
                };
            };
        };
    };
    list_payers: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PayerView_"];
                };
            };
        };
    };
    add_payer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPayer"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayerView"];
                };
            };
        };
    };
    change_payer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayerChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayerView"];
                };
            };
        };
    };
    get_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentView"];
                };
            };
        };
    };
    apply_credit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    get_receipt_pdf: {
        parameters: {
            query?: {
                language?: string | null;
            };
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    refund_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundView"];
                };
            };
        };
    };
    release_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvoiceView"];
                };
            };
        };
    };
    list_practitioners: {
        parameters: {
            query?: {
                active?: boolean | null;
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PractitionerView_"];
                };
            };
        };
    };
    get_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityView"];
                };
            };
        };
    };
    set_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAvailability"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityView"];
                };
            };
        };
    };
    list_exceptions: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                since?: string | null;
            };
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ExceptionView_"];
                };
            };
        };
    };
    add_exception: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewException"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionView"];
                };
            };
        };
    };
    remove_exception: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                exception_id: string;
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_time_off: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                since?: string | null;
            };
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TimeOffView_"];
                };
            };
        };
    };
    add_time_off: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practitioner_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTimeOff"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeOffView"];
                };
            };
        };
    };
    remove_time_off: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                practitioner_id: string;
                time_off_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_programs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ProgramView_"];
                };
            };
        };
    };
    add_program: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProgram"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewProgramView"];
                };
            };
        };
    };
    revoke_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                program_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramView"];
                };
            };
        };
    };
    list_quick_phrases: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PhraseView_"];
                };
            };
        };
    };
    add_quick_phrase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPhrase"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhraseView"];
                };
            };
        };
    };
    remove_quick_phrase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phrase_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_quick_phrase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                phrase_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhraseChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhraseView"];
                };
            };
        };
    };
    get_reminder_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderRulesView"];
                };
            };
        };
    };
    set_reminder_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReminderRulesChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderRulesView"];
                };
            };
        };
    };
    list_remittances: {
        parameters: {
            query?: {
                after?: string | null;
                held?: boolean | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemittancePage"];
                };
            };
        };
    };
    receive_remittance: {
        parameters: {
            query?: {
                envelope?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/edi-x12": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemittanceView"];
                };
            };
        };
    };
    get_remittance: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                state?: components["schemas"]["Answered"] | null;
            };
            header?: never;
            path: {
                remittance_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemittanceDetailView"];
                };
            };
        };
    };
    match_remittance_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                remittance_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemittanceClaimView"];
                };
            };
        };
    };
    unmatch_remittance_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                remittance_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerChoice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemittanceClaimView"];
                };
            };
        };
    };
    report_aging: {
        parameters: {
            query?: {
                currency?: string | null;
                on?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as JSON, or as `Accept` asks for: CSV or PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgingView"];
                };
            };
        };
    };
    get_day_sheet: {
        parameters: {
            query?: {
                on?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as JSON, or as `Accept` asks for: CSV or PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DaySheet"];
                };
            };
        };
    };
    report_earnings: {
        parameters: {
            query: {
                currency?: string | null;
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as JSON, or as `Accept` asks for: CSV or PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarningsView"];
                };
            };
        };
    };
    report_finance: {
        parameters: {
            query: {
                currency?: string | null;
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as JSON, or as `Accept` asks for: CSV or PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FinanceReportView"];
                };
            };
        };
    };
    get_patient_statistics: {
        parameters: {
            query?: {
                from?: string | null;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts; with `Accept: text/csv` as a table. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsView"];
                };
            };
        };
    };
    report_payments: {
        parameters: {
            query: {
                currency?: string | null;
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report as JSON, or as `Accept` asks for: CSV or PDF. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentsReportView"];
                };
            };
        };
    };
    get_practitioner_report: {
        parameters: {
            query: {
                from: string;
                location_id?: string | null;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As JSON or CSV. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PractitionerReportView"];
                };
            };
        };
    };
    list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RoleView_"];
                };
            };
        };
    };
    make_role: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
        };
    };
    remove_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
        };
    };
    list_rooms: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                location_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RoomView_"];
                };
            };
        };
    };
    add_room: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRoom"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
        };
    };
    change_room: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoomChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
        };
    };
    get_rooms_board: {
        parameters: {
            query?: {
                location_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomsBoardView"];
                };
            };
        };
    };
    get_series: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                series_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesView"];
                };
            };
        };
    };
    list_slots: {
        parameters: {
            query: {
                after?: string | null;
                from?: string | null;
                limit?: number;
                location_id?: string[];
                minutes?: number | null;
                practitioner_id?: string[];
                room_id?: string[];
                to?: string | null;
                visit_type_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SlotView_"];
                };
            };
        };
    };
    explain_slot: {
        parameters: {
            query: {
                location_id?: string | null;
                minutes?: number | null;
                practitioner_id: string;
                room_id?: string | null;
                starts_at: string;
                visit_type_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlotReasonsView"];
                };
            };
        };
    };
    take_text_message: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    Body?: string;
                    From?: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
        };
    };
    list_staff: {
        parameters: {
            query?: {
                active?: boolean | null;
                after?: string | null;
                limit?: number;
                role?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StaffView_"];
                };
            };
        };
    };
    invite_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStaff"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffView"];
                };
            };
        };
    };
    get_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffView"];
                };
            };
        };
    };
    change_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffView"];
                };
            };
        };
    };
    deactivate_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffView"];
                };
            };
        };
    };
    invite_staff_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffView"];
                };
            };
        };
    };
    list_visit_types: {
        parameters: {
            query?: {
                active?: boolean | null;
                after?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VisitTypeView_"];
                };
            };
        };
    };
    add_visit_type: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVisitType"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitTypeView"];
                };
            };
        };
    };
    get_visit_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                visit_type_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitTypeView"];
                };
            };
        };
    };
    change_visit_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                visit_type_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitTypeChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitTypeView"];
                };
            };
        };
    };
    get_linked_visit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedVisitView"];
                };
            };
        };
    };
    cancel_linked_visit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LinkCancellation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedVisitView"];
                };
            };
        };
    };
    confirm_linked_visit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedVisitView"];
                };
            };
        };
    };
    list_waitlist: {
        parameters: {
            query?: {
                after?: string | null;
                limit?: number;
                patient_id?: string | null;
                practitioner_id?: string | null;
                visit_type_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WaitlistEntryView_"];
                };
            };
        };
    };
    add_to_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWaitlistEntry"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistEntryView"];
                };
            };
        };
    };
    remove_from_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
        };
    };
    get_documentation_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthView"];
                };
            };
        };
    };
    get_liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    get_openapi_document: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    get_status_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusView"];
                };
            };
        };
    };
}
