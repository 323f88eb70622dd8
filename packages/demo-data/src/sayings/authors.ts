/** The authors of sayings that name none: first name and home port, as they would sign it. */
export const authors: string[] = `
Ines, Horta · Olav, Bergen · Maeve, Kinsale · Callum, Oban · Ruaridh, Stornoway · Magnus, Lerwick · Tamsin, Falmouth
Jory, Penzance · Demelza, Fowey · Rhys, Aberdovey · Siân, Pwllheli · Niamh, Galway · Fergus, Howth · Orla, Dingle
Sigrún, Akureyri · Bjarni, Reykjavík · Hanus, Tórshavn · Rannvá, Klaksvík · Ingrid, Bodø · Lars, Mandal · Kari, Molde
Nils, Gothenburg · Elin, Marstrand · Gunilla, Karlskrona · Aino, Helsinki · Pekka, Hanko · Liis, Tallinn · Jaan, Pärnu
Marta, Gdynia · Tomasz, Hel · Ieva, Klaipėda · Jānis, Ventspils · Heike, Kiel · Fiete, Büsum · Antje, Stralsund
Mads, Skagen · Kirsten, Svendborg · Jesper, Ærøskøbing · Pieter, Enkhuizen · Marijke, Hindeloopen · Bram, Vlissingen
Lotte, Ostend · Koen, Nieuwpoort · Gwenaël, Brest · Solenn, Douarnenez · Mathieu, La Rochelle · Camille, Marseille
Fabrice, Sète · Xoán, A Coruña · Uxía, Vigo · Amaia, Getaria · Pilar, Cádiz · Joan, Palma · Neus, Maó · Yeray, Las Palmas
Rui, Lagos · Catarina, Cascais · Filipe, Funchal · Paolo, Genoa · Chiara, Trieste · Nunzio, Siracusa · Efisio, Carloforte
Ġorġ, Valletta · Ante, Split · Marija, Rovinj · Luka, Kotor · Σπύρος, Κέρκυρα · Κατερίνα, Σύρος · Stelios, Limassol
Ayşe, Marmaris · Cem, Çeşme · Боян, Варна · Elena, Constanța · Андрій, Одеса · Нина, Архангельск · დათო, ბათუმი
نادية, طنجة · Karim, Alexandria · حسن, عدن · فاطمة, مسقط · Khalid, Sur · יעל, חיפה · Awa, Dakar · Ibrahima, Saint-Louis
Nelson, Mindelo · Zenaida, Tarrafal · Kojo, Takoradi · Abena, Elmina · Johanna, Walvis Bay · Sipho, Durban
Lindiwe, Cape Town · Pieter, Knysna · Amina, Mombasa · Juma, Zanzibar · Rado, Nosy Be · Priya, Port Louis
Jean-Luc, Saint-Pierre · Marcelline, Victoria · Thomas, Jamestown · Rohan, Mumbai · ലക്ഷ്മി, കൊച്ചി · கண்ணன், நாகப்பட்டினம்
Nuwan, Galle · Dilini, Trincomalee · တင်မြင့်, မြိတ် · วิภา, ภูเก็ต · Aziz, Langkawi · Mei Ling, Singapore · Ketut, Benoa
Sari, Makassar · Thảo, Nha Trang · 嘉欣, 香港 · 志明, 基隆 · 雅婷, 高雄 · 海燕, 青岛 · Jun, Cebu · Marisol, Subic · 서연, 부산
민수, 목포 · 大輔, 函館 · 由美, 横浜 · 誠, 尾道 · Наталья, Владивосток · Bruce, Fremantle · Kirra, Darwin · Angus, Hobart
Shirl, Eden · Hemi, Auckland · Mere, Nelson · Bill, Lyttelton · Sione, Neiafu · Ana, Nukuʻalofa · Litia, Suva · Tavita, Apia
Wilson, Port Vila · Chantal, Nouméa · Teva, Papeete · Heimata, Atuona · Kainoa, Honolulu · Jabukja, Majuro
Kelsey, Sitka · Earl, Ketchikan · Fiona, Vancouver · Hank, Port Townsend · Dolores, San Francisco · Memo, La Paz
Araceli, Ensenada · Ricardo, Panama City · Jaime, Puerto Ayora · Rayén, Puerto Montt · Hernán, Valparaíso
Graciela, Ushuaia · Maggie, Stanley · Facundo, Buenos Aires · Analía, Colonia · Thiago, Paraty · Conceição, Salvador
Yolanda, Cartagena · Gijs, Willemstad · Kester, Chaguaramas · Joycelyn, English Harbour · Delroy, Port Antonio
Simone, Fort-de-France · Winslow, Hamilton · Ruth, Annapolis · Walt, Newport · Prudence, Rockland · Ewan, Halifax
Bernadette, Lunenburg · Gus, St. John’s · Aqqaluk, Nuuk · Malik, Ilulissat · Wally, Yarmouth · Beryl, Cowes · Percy, Whitby
Jean, Arbroath · Elspeth, Tobermory · Dougal, Ullapool · Morag, Portree · Kit, Dartmouth · Nell, Salcombe · Hugo, Lymington
`
  .split(/[·\n]/)
  .map(author => author.trim())
  .filter(author => author !== '');
