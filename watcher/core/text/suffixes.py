"""The endings of languages for which Snowball has no algorithm, or one that fails on names in folded spelling.

Written from the languages' declensions, nouns and adjectives first: those are what topics are made of.
"""

from typing import Final

from watcher.core.text.inflection import Cut, Snowball, Tail, endings, heads, pairs, shifts

# --- Snowball, and the endings that a name takes on whole --------------------------------------------------------------

ENGLISH: Final = Snowball(
    algorithm="english", short=3, shifts=shifts("ing: ings:"), apart=("ing", "er", "al", "or", "ant", "ive")
)
FRENCH: Final = Snowball(algorithm="french", apart=("ant", "eur", "euse"))
SPANISH: Final = Snowball(algorithm="spanish", shifts=shifts("s: es:"), added="s es", apart=("ant", "dor"))
PORTUGUESE: Final = Snowball(algorithm="portuguese", shifts=shifts("s: es: eis:il"), added="s es", apart=("ant", "dor"))
ITALIAN: Final = Snowball(
    algorithm="italian",
    shifts=shifts("ani:ano ane:ano ana:ano i:e i:o e:a"),
    added="",
    apart=("ant", "tor", "tric"),
)
IRISH: Final = Snowball(algorithm="irish", mutates=True, shifts=shifts("i: ithe: anna: acha: ain:an aigh:ach"))
GERMAN: Final = Snowball(algorithm="german", shifts=shifts("s: n: en: es: e: er:"), added="s n en es e er")
GREEK: Final = Snowball(
    algorithm="greek", shifts=shifts("σ: α:οσ ησ:η ησ:οσ εσ:α ουσ:οσ οι:οσ ου:οσ ων:οσ ων:α εσ:ησ ων:ησ"), added="σ"
)
HINDI: Final = Snowball(algorithm="hindi", shifts=shifts("ओं: ों: एं: ें: यों:ी"), added="ों ें")
NEPALI: Final = Snowball(algorithm="nepali", added="ले को का की मा लाई बाट")
LITHUANIAN: Final = Snowball(algorithm="lithuanian", added="as o ui a u e is io iui yje es ei oje ai us")

# --- Slavic: endings are exchanged ------------------------------------------------------------------------------------

RUSSIAN: Final = Cut(
    endings=endings(
        "а я у ю о е и ы й ь ам ям ах ях ами ями ом ем ой ей ою 4ов 4ев ий ый ого его ому ему ым им ые ых их ыми ими"
        " ая ую ое ье ья ью ьи ьей ьям ьями ьях"
    ),
    shifts=shifts(
        "ею:я ею:а ий:ия ий:ие ский:ское ские:ский кие:кий гие:гий хие:хий шие:ший щие:щий чие:чий ние:ний"
        " ова:ов ову:ов овым:ов овом:ов ове:ов ева:ев еву:ев евым:ев евом:ев еве:ев ел:л"
        " йцы:ец йцев:ец йцам:ец йцами:ец йцах:ец йца:ец йцу:ец йцем:ец йце:ец"
        " цы:ец цев:ец цам:ец цами:ец цах:ец ца:ец цу:ец цем:ец це:ец ок:ка ек:ка"
    ),
)
UKRAINIAN: Final = Cut(
    endings=endings(
        "а я у ю о е є і ї и й ь ам ям ах ях ами ями ом ем єм ою єю 4ів 4їв 4ей ові еві єві ий ій ого ього ому ьому"
        " им ім ої ьої ую юю их іх ими іми"
    ),
    shifts=shifts(
        "ею:я ею:а ій:ія ань:ання ень:ення єнь:єння ці:ка зі:га сі:ха ова:ів ову:ів овом:ів ові:ів ева:ів еву:ів евом:ів еві:ів"
        " єва:їв єву:їв євом:їв єві:їв ору:ір ором:ір орі:ір ори:ір орів:ір орами:ір"
        " йці:єць йців:єць йцям:єць йцями:єць йця:єць йцю:єць ці:ець ців:ець цям:ець цями:ець ця:ець цю:ець цем:ець ок:ка"
    ),
)
BELARUSIAN: Final = Cut(
    endings=endings(
        "а я у ю о е э і ы й ь ам ям ах ях амі ямі ом ем ай яй ой ей ою аю яю 4аў 4яў 4оў 4еў ага яга аму яму ым ім ыя"
        " ых іх ымі імі ую юю ае яе ая"
    ),
    shifts=shifts("ія:і ый:ы ца:ка цы:ка зе:га се:ха ець:ец цы:ец цаў:ец"),
)
BULGARIAN: Final = Cut(
    endings=endings(
        "а я о е и й ът ят та то те ата ята ото ето ите ия ият ията ии иите ие ието ове овете еве а ях ът у ю"
    ),
    shifts=shifts("ти:та тите:та тата:та ци:к ците:к зи:г зите:г си:х ец:ц йци:ец йците:ец ци:ец ците:ец"),
)
MACEDONIAN: Final = Cut(
    endings=endings("а о е и от та то те ва на ата ото ите иот ија ијата ии иите ие ието ови овите ја јата"),
    shifts=shifts("ти:та тите:та тата:та ци:к ците:к зи:г си:в јци:ец јците:ец ци:ец ците:ец"),
)
_TO_LATIN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "ј": "j",
        "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s",
    }
)  # fmt: skip
SERBIAN: Final = Cut(
    letters=_TO_LATIN,
    endings=endings(
        "a e i o u om em ama ima og oga eg ega omu emu im ih oj ovi evi ove eve ova eva ovima evima ovom evom imi"
    ),
    shifts=shifts("ci:k cima:k ce:k sci:ska zi:g zima:g si:h an:na ao:la aca:ac ci:ac ca:ac cu:ac cem:ac cima:ac"),
)
SLOVENE: Final = Cut(
    endings=endings("a e i o u om em ema oma ama ami am ah eh ih im imi ima ega emu emi ov ev"),
    shifts=shifts("ci:k ca:ec ci:ec cev:ec cem:ec"),
)
CZECH: Final = Cut(
    endings=endings(
        "a e i o u y ou em um am om ech ich ach ami emi imi ymi mi ovi ove eho iho emu imu im ym ych ej je ji ju"
    ),
    shifts=shifts("ci:k sti:sky cti:cky ce:ka ze:ha se:cha re:ra tek:tka dek:dka nek:nka lek:lka cek:cka zi:h ev:va"),
)
SLOVAK: Final = Cut(
    endings=endings(
        "a e i o u y ou om am em ov ev ach iach ami iami och mi ovi ove eho ieho emu iemu im ym ich ych imi ymi ej iu ia ie"
        " ii iou io"
    ),
    shifts=shifts("ci:k iet:eta ski:sky cki:cky iek:ka ok:ka"),
)
POLISH: Final = Cut(
    endings=endings(
        "a e i o u y 4ow om ami ach ie iem em owi owie ego emu ej ym ymi ych im imi ich iego iemu iej ia ii io iom iami iach"
        " 4iow iu"
    ),
    shifts=shifts(
        "cie:ta cie:t dzie:da dzie:d rze:ra rze:r ce:ka dze:ga sze:cha scy:ski ccy:cki dzy:gi cy:k ci:t dzi:d"
        " scie:sta scie:st ek:ka ol:ola"
    ),
)

# --- other languages that exchange endings ----------------------------------------------------------------------------

ROMANIAN: Final = Cut(
    endings=endings("ul ului ii ei ea ele elor ilor lor le a e i u ua uri urilor urile", least=3),
    shifts=shifts("esti:esc ce:ca sti:st zi:d eni:ean ene:ean"),
)
LATVIAN: Final = Cut(
    endings=endings(
        "a as ai am ams u os i im us is s e es ei em ie iem ies ja jas jai ju jam js jos iem ajs aja ajas ais ajam"
    )
)
ICELANDIC: Final = Cut(
    endings=endings("a ar i um s ur inn in id na num nar nir nna u unni una sins inum ir anna ins", least=3)
)
ALBANIAN: Final = Cut(endings=endings("a e i u n s t es se in it ne ve te ja je jes jen ut un et at ave eve", least=3))
ARABIC: Final = Cut(
    article="ال",
    heads=heads("و ف ب ل ك س لل وب ول وك فب فل وس فس ولل فلل وال فال بال كال وبال وكال فبال"),
    endings=endings("ات ون ين ان ه ها هم نا ي يه يين يون يات تين تان", least=3),
    roots=True,
    # folded: the feminine ending is a plain heh
    shifts=shifts("ته:ه تها:ه تهم:ه تنا:ه تي:ه"),
)
HEBREW: Final = Cut(
    letters=str.maketrans(dict(zip("ךםןףץ", "כמנפצ", strict=True))),
    article="ה",
    heads=heads("ו ב ל מ ש כ וה וב ול ומ וכ וש שה שב של שמ בה לה מה כש כשה וכש ושה"),
    endings=endings("ימ ות ית י ה יימ יות יה ת", least=3),
    roots=True,
)
URDU: Final = Cut(endings=endings("وں يوں ؤں ي ا ه ے يں ئي ئے ات", least=3), roots=True)

# --- languages that add endings: the word stays -----------------------------------------------------------------------

TURKISH: Final = Tail(
    endings=endings(
        "i u in un nin nun yi yu si su ni nu e a ye ya ne na de da te ta nde nda den dan ten tan nden ndan le la yle yla"
        " ler lar li lu lik luk ce ca ci cu ki ti du tir dir dur tur im um imiz umuz",
        least=3,
    ),
    shifts=shifts("gi:k gin:k ga:k ge:k gu:k gun:k di:t din:t da:t de:t bi:p bin:p ba:p be:p bu:p bun:p"),
)
AZERBAIJANI: Final = Tail(
    endings=endings(
        "i u in un nin nun ni nu si su a ə ya yə na nə da də nda ndə dan dən ndan ndən la lə lar lər li lu ki lik luq ci cu",
        least=3,
    ),
    shifts=shifts("gi:k gin:k ga:q gi:q ga:k"),
)
KAZAKH: Final = Tail(
    endings=endings(
        "ның нің дың дің тың тің ға ге қа ке на не да де та те нда нде дан ден тан тен нан нен мен бен пен ы і сы сі н ны ні"
        " ды ді ты ті лар лер дар дер тар тер лық лік дық дік тық тік",
        least=3,
    ),
)
UZBEK: Final = Tail(
    endings=endings("ning ni ga ka qa da dan lar i si im lik cha нинг ни га ка қа да дан лар и си лик ча", least=3)
)
MONGOLIAN: Final = Tail(
    endings=endings(
        "ын ийн гийн н ы ийг ыг г т д нд ад эд аас ээс оос өөс гаас гээс аар ээр оор өөр тай тэй той руу рүү луу лүү чууд ууд",
        least=3,
    ),
)
FINNISH: Final = Tail(
    endings=endings(
        "n a ta t ssa sta lla lta lle na ksi tta an en in on un seen hin han hon ja jen ien iden tten iin isiin issa ista illa"
        " ilta ille ia ita ina iksi ineen i ni si nsa mme nne kin kaan ko",
        least=3,
    ),
    shifts=shifts(
        "ksen:s kset:s ksia:s ksien:s ksella:s ksilla:s ksesta:s ksista:s ksessa:s kseen:s ksiin:s kselle:s ksiin:s"
        " aan:as aat:as aita:as aiden:as aille:as ailla:as sen:nen set:nen sia:nen sten:nen sille:nen sista:nen sella:nen"
        " selle:nen seen:nen kia:kki teja:tti"
        " eita:i eja:i eihin:i eissa:i eista:i eilla:i eille:i eiden:i"
    ),
    grades=pairs("d:t ng:nk nn:nt mm:mp ll:lt rr:rt v:p k:kk p:pp t:tt"),
)
ESTONIAN: Final = Tail(
    endings=endings("i s st sse le l lt ga ks ni na ta d de te id e sid t a u ide ite eid isse iga", least=3),
    shifts=shifts("ti:tt tid:tt tide:tt pi:pp pid:pp ki:kk kid:kk gi:k gid:k se:ne sed:ne ste:ne seid:ne"),
)
HUNGARIAN: Final = Tail(
    endings=endings(
        "ban ben ba be bol tol rol nak nek hoz hez ra re ig ert on en n kent ul t at et ot k ak ek ok i a e ja je ai ei jai jei"
        " aik eik uk juk val vel bal bel cal cel dal del fal fel gal gel jal jel kal kel lal lel mal mel nal nel pal pel ral"
        " rel sal sel szal szel tal tel zal zel gyal gyel nyal nyel csal csel as os es",
        least=3,
    ),
    shifts=shifts("rmek:rem rmeket:rem lmek:lem lmet:lem lma:lom lmat:lom lmak:lom lmi:lom lmi:lem lme:lem"),
)
BASQUE: Final = Tail(
    endings=endings(
        "a ak ek en ko go ri rekin ra tik dik n an ean etan aren arekin k ren ari etako ar arra tar", least=3
    )
)
GEORGIAN: Final = Tail(
    endings=endings("ს ში ზე თან დან ით ის მა ო ად თვის ი ები ების ებს ებმა ებთან", least=3),
    shifts=shifts(
        "ის:ა ით:ა ის:ი ს:ი ში:ი ზე:ი თან:ი მა:ი ით:ი დან:ი იდან:ა ისთვის:ა ისთვის:ი ები:ი ების:ი ებს:ი ებმა:ი ისთან:ა"
    ),
)
ARMENIAN: Final = Tail(
    endings=endings("ի ին ից ով ում ը ն յի յին յից յով յում ներ ներ եր ուն ու ական ի", least=3),
)
SWEDISH: Final = Tail(
    endings=endings("s en et n t ar er or arna erna orna na ns a e ens ets as", least=3),
    shifts=shifts("or:a orna:a pnen:pen pnet:pen pnens:pen mmar:mmare nen:en lar:el larna:el rar:er rarna:er"),
    depth=2,
)
DANISH: Final = Tail(
    endings=endings("s en et n t er r e ene erne ne ns ens ets rne a", least=3),
    shifts=shifts("bnene:ben bnet:ben bnenes:ben mmer:m tter:t tterne:t ler:el lerne:el"),
    depth=2,
)
NORWEGIAN: Final = Tail(
    endings=endings("s en et n t a er r e ene erne ne ns ens ets", least=3),
    shifts=shifts("pnene:pen pnet:pen pna:pen mmer:m ler:el lene:el"),
    depth=2,
)
DUTCH: Final = Tail(
    endings=endings("s en e n se er ers", least=3),
    shifts=shifts(
        "heden:heid oeien:oe tten:t ppen:p kken:k ssen:s nnen:n llen:l mmen:m ven:f zen:s aten:aat anen:aan eten:eet oten:oot"
        " alen:aal olen:ool eren:eer oren:oor uren:uur aren:aar elen:eel emen:eem apen:aap open:oop egen:eeg"
    ),
    depth=2,
)
AFRIKAANS: Final = Tail(
    endings=endings("s e se te de es", least=3), shifts=shifts("ate:aat ane:aan hede:heid kke:k tte:t"), depth=2
)
INDONESIAN: Final = Tail(endings=endings("nya lah kah pun an kan i", least=4), depth=2)
SWAHILI: Final = Tail(endings=endings("ni", least=4), depth=1)
PERSIAN: Final = Tail(
    endings=endings("ها هاي هايي هايش هاشان ي اي ان يان ات را ش شان تر ترين هم", least=3),
    shifts=shifts("گان:ه"),
)
KOREAN: Final = Tail(
    endings=endings(
        "은 는 이 가 을 를 의 에 도 로 와 과 만 군 측 씨 에서 에게 으로 까지 부터 보다 처럼 이나 나 라 란 이란 라고 이라고 및 들 인"
        " 에는 에도 에서는 에서도 로는 로부터 으로부터 와의 과의 와는 과는 만이 이며 며 이고 고 으로도 에게는 엔 께서",
        least=1,
    ),
)
BENGALI: Final = Tail(endings=endings("র এর ের কে তে ে য় টি টা গুলো গুলি গুলোর দের রা ও ই য়ের টির টিকে ি", least=2), depth=2)
MARATHI: Final = Tail(
    endings=endings("चा ची चे च्या ला ने त तील साठी वर शी नी हून ां ांनी ांना ांचा ांची ांचे ांच्या च ना", least=2), depth=2
)
TELUGU: Final = Tail(endings=endings("లో కు కి తో ను ని యొక్క ల లు లను లకు లతో పై నుంచి లోని", least=2), depth=2)
TAMIL: Final = Tail(
    endings=endings(
        "ின் வின் யின் க்கு வுக்கு யில் வில் ில் ை யை வை உடன் வுடன் கள் களை களின் களில் வால் யால் ும் வுக்காக க்காக வுடைய வோடு", least=2
    ),
    depth=2,
)
