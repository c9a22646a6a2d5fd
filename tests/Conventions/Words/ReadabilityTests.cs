namespace PersonalOutcomes.Conventions.Words;

public sealed class ReadabilityTests
{
    // By hand, hyphen by hyphen. The first lines have what the rules are about, the last all of more than one syllable
    // that the sentences of the access log had when this was written.
    private const string ByHand = """
        the he me a-gree code role note rhythm ta-ble ap-ple lit-tle
        looked used closed ad-ded prin-ted han-dled strug-gled a-greed nee-ded con-ceived en-gaged
        times lives hou-ses chan-ges wat-ches box-es pas-ses ta-bles out-comes
        safe-ly some-one some-thing state-ment use-ful care-less some-where move-ment
        be-ing go-ing see-ing do-ing play-ing try-ing say-ing cre-ate cre-a-ted crea-ture
        ra-di-o pe-ri-od vi-o-lin cham-pi-on o-pin-ion mil-lion na-tion re-gion re-li-gion pas-sion
        us-u-al ac-tu-al e-val-u-ate e-qual lan-guage guard qual-i-ty
        ob-vi-ous cu-ri-ous gra-cious de-li-cious qui-et di-et so-ci-e-ty va-ri-e-ty
        sci-ence al-li-ance ci-vil-ian fa-mil-iar ex-pe-ri-ence au-di-ence pa-tience an-cient cli-ent
        the-o-ry vid-e-o po-em mu-se-um pi-an-o peo-ple ev-ery i-de-a
        fam-i-ly com-mu-ni-ty med-i-cine hos-pi-tal beau-ti-ful yes-ter-day sen-tence gov-ern-ment
        ad-dress a-gain a-side an-oth-er be-fore e-mer-gen-cy hid-den mat-ters num-ber oth-ers out-come re-cord re-cords
        sup-port work-ing wrote strengths stopped changed called told twice long-er clo-ser who why you yours
        """;

    [Fact]
    public void Syllables_are_what_a_hand_counts()
    {
        Repository.Nothing(
            from word in ByHand.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            let plain = word.Replace("-", "")
            let hand = word.Split('-').Length
            where Syllables.Of(plain) != hand
            select $"{word}: {Syllables.Of(plain)}");
    }

    // The first three with the counts behind the Flesch scores of 116, 69 and 37.5 that the encyclopaedias give them.
    [Theory]
    [InlineData("The cat sat on the mat.", 1, 6, 6, -1.45)]
    [InlineData("This sentence, taken as a reading passage unto itself, is being used to prove a point.",
        1, 16, 23, 7.61)]
    [InlineData("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 1, 13, 24, 11.26)]
    [InlineData("Four score and seven years ago our fathers brought forth upon this continent, a new nation, conceived "
        + "in Liberty, and dedicated to the proposition that all men are created equal.", 1, 30, 49, 15.38)]
    [InlineData("It wasn't at 14:05 on 3 May 2026! Was it?", 2, 7, 8, -0.74)]
    public void Known_texts_have_their_known_grades(
        string text, int sentences, int words, int syllables, double grade)
    {
        var found = Readability.Of(text);

        Assert.Equal(new Readability(sentences, words, syllables), found);
        Assert.Equal(grade, found.Grade, 2);
    }
}
