package org.phrkit.table;

import java.util.regex.Pattern;

/**
 * What a cell looks like, of that which identifies persons, judged by the cell alone. The first six are found where at
 * least three cells and at least half of those that are not missing are valid, check digit included: a tenth of all
 * numbers of ten digits would do by chance, and never half of a column. Blanks between the characters of a number do
 * not count.
 */
public enum Likeness {
    /**
     * NHS numbers: ten digits, of which the last is 11 less the sum of the others, weighted 10 to 2, modulo 11. Source: NHS
     * Data Dictionary, attribute NHS NUMBER.
     */
    NHS_NUMBER("NHS numbers") {
        @Override
        boolean matches(String cell) {
            String digits = withoutBlanks(cell);
            if (!TEN_DIGITS.matcher(digits).matches()) {
                return false;
            }
            int sum = 0;
            for (int i = 0; i < 9; i++) {
                sum += (10 - i) * (digits.charAt(i) - '0');
            }
            // A check digit of 10 is never given out.
            return (11 - sum % 11) % 11 == digits.charAt(9) - '0';
        }
    },

    /**
     * French social security numbers: sex, year, month, 2 for the department (2A and 2B are Corsica), 3 and 3, and a key of
     * two digits, 97 less the number modulo 97, where 2A stands for 19 and 2B for 18. Source: INSEE, "numéro de sécurité
     * sociale / NIR".
     */
    NIR("French NIR") {
        @Override
        boolean matches(String cell) {
            String text = withoutBlanks(cell);
            return NIR_FORM.matcher(text).matches()
                    && 97
                                    - Long.parseLong(text.substring(0, 13)
                                                    .replace("2A", "19")
                                                    .replace("2B", "18"))
                                            % 97
                            == Integer.parseInt(text.substring(13));
        }
    },

    /**
     * German health insurance numbers: a letter and nine digits, of which the last is the sum, modulo 10, of the digit sums
     * of the others times 1 and 2 by turns, the letter as two digits. Source: GKV-Spitzenverband, Richtlinie zur
     * Krankenversichertennummer (§ 290 SGB V), Anlage 1.
     */
    KVNR("German KVNR") {
        @Override
        boolean matches(String cell) {
            String text = withoutBlanks(cell);
            if (!KVNR_FORM.matcher(text).matches()) {
                return false;
            }
            int letter = text.charAt(0) - 'A' + 1;
            String digits = "" + letter / 10 + letter % 10 + text.substring(1, 9);
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int product = (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 2);
                sum += product / 10 + product % 10;
            }
            return sum % 10 == text.charAt(9) - '0';
        }
    },

    /**
     * US social security numbers, written 3-2-4 with hyphens or blanks, other than those that are never given out: 000, 666
     * and 900 to 999 first, 00 in the middle, 0000 last. They have no check digit, so nine digits in a row say nothing.
     * Source: Social Security Administration, Program Operations Manual RM 10201.035.
     */
    SSN("US social security numbers") {
        @Override
        boolean matches(String cell) {
            return SSN_FORM.matcher(cell).matches();
        }
    },

    /** E-mail addresses: something, an at sign, and a domain with a dot. */
    EMAIL("e-mail addresses") {
        @Override
        boolean matches(String cell) {
            int at = cell.indexOf('@');
            return at > 0 && cell.length() <= 320 && EMAIL_FORM.matcher(cell).matches();
        }
    },

    /** Telephone numbers: seven to fifteen digits behind a plus, a 0 with separators or at least nine digits, or 3-3-4 as in America. */
    TELEPHONE("telephone numbers") {
        @Override
        boolean matches(String cell) {
            if (cell.length() < 7 || cell.length() > 30 || "+(0123456789".indexOf(cell.charAt(0)) < 0) {
                return false;
            }
            long digits = cell.chars().filter(c -> c >= '0' && c <= '9').count();
            boolean hasSeparator = digits < cell.length();
            return digits >= 7
                    && digits <= 15
                    && (PLUS_PHONE.matcher(cell).matches()
                            || (ZERO_PHONE.matcher(cell).matches() && (hasSeparator || digits >= 9))
                            || AMERICAN_PHONE.matcher(cell).matches());
        }
    },

    /**
     * Dates of birth: at least three cells, and half of those there, are dates in a usual form, and the years of the middle
     * four fifths of them are 25 years apart or more, as those of patients are and those of visits are not. Births of
     * children alone are not told from visits.
     */
    BIRTH("dates of birth"),

    /** Free text: of the cells that are there, at least three and at least half have four words or more. */
    FREE_TEXT("free text"),

    /**
     * Texts that are neither numbers nor dates, of which there are as many as nine in ten of the cells, ten or more. Numbers
     * that differ in each row are measurements as often as not, so numbers that merely count rows are not found.
     */
    NEARLY_UNIQUE("names or numbers of persons, as nearly every text differs");

    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final Pattern NIR_FORM = Pattern.compile("[1-478][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}[0-9]{2}");
    private static final Pattern KVNR_FORM = Pattern.compile("[A-Z][0-9]{9}");
    private static final Pattern SSN_FORM =
            Pattern.compile("(?!000|666|9)[0-9]{3}([- ])(?!00)[0-9]{2}\\1(?!0000)[0-9]{4}");
    private static final Pattern EMAIL_FORM = Pattern.compile("[^\\s@]++@[^\\s@]+\\.[^\\s@.]{2,}");
    private static final Pattern PLUS_PHONE = Pattern.compile("\\+[0-9][0-9 ()./-]*");
    private static final Pattern ZERO_PHONE = Pattern.compile("\\(?0[0-9][0-9 ()/-]*");
    private static final Pattern AMERICAN_PHONE =
            Pattern.compile("(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-. ][0-9]{4}");

    private final String term;

    Likeness(String term) {
        this.term = term;
    }

    /** {@return the plural that stands behind "looks like"} */
    public String term() {
        return term;
    }

    /**
     * {@return the role that a column of such cells most likely has: what names a person is an identifier, and free
     * text no role covers}
     */
    public Role likelyRole() {
        return switch (this) {
            case BIRTH -> Role.QUASI;
            case FREE_TEXT -> Role.DROP;
            default -> Role.IDENTIFIER;
        };
    }

    /** Whether a cell by itself is one; never so for those that only many cells together tell. */
    boolean matches(String cell) {
        return false;
    }

    private static String withoutBlanks(String cell) {
        return cell.indexOf(' ') < 0 || cell.length() > 30 ? cell : cell.replace(" ", "");
    }
}
