// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouse } from "../../src/clearing-house/ClearingHouse.sol";
import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../src/clearing-house/IClearingHouseErrors.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";
import { Ownable } from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice Roles and listings.
contract AdministrationTest is ClearingHouseFixture {
    function test_constructor_appointsAndLists() public view {
        assertEq(ClearingHouse(payable(address(house))).owner(), OWNER);
        assertEq(house.guardian(), GUARDIAN);
        assertEq(house.feeAccount(), FEES);
        assertTrue(house.isOperator(OPERATOR));
        assertEq(house.exitDelay(), 1 hours);
        assertEq(house.WLUX(), wlux);
        assertEq(house.assetCount(), 4);
        assertEq(house.assetOf(tokens[LBTC]), LBTC);
        IClearingHouse.Market memory market = house.marketAt(ETH_USDT);
        assertEq(market.baseAsset, LETH);
        assertEq(market.quantaPerTickLot, 10);
        assertTrue(market.active);
        assertEq(house.marketAt(33).quantaPerTickLot, 0);
        assertEq(house.nextSequence(), 1);
        assertFalse(house.paused());
    }

    function test_domain_isTheOneThatPeopleSign() public view {
        (, string memory name, string memory version, uint256 chainId, address place,,) =
            ClearingHouse(payable(address(house))).eip712Domain();
        assertEq(name, "Lux Exchange");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(place, address(house));
    }

    function test_ownersFunctions_refuseEverybodyElse() public {
        bytes[8] memory calls = [
            abi.encodeCall(house.unpause, ()),
            abi.encodeCall(house.setOperator, (STRANGER, true)),
            abi.encodeCall(house.setGuardian, (STRANGER)),
            abi.encodeCall(house.setFeeAccount, (STRANGER)),
            abi.encodeCall(house.setExitDelay, (2 hours)),
            abi.encodeCall(house.setDepositsAllowed, (LUSD, false)),
            abi.encodeCall(house.setMarketActive, (ETH_USDT, false)),
            abi.encodeCall(house.listAsset, (IClearingHouse.AssetListing(address(this), 0)))
        ];
        address[3] memory callers = [STRANGER, OPERATOR, GUARDIAN];
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 j = 0; j < callers.length; ++j) {
                vm.prank(callers[j]);
                (bool success, bytes memory reason) = address(house).call(calls[i]);
                assertFalse(success);
                assertEq(
                    reason,
                    abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, callers[j])
                );
            }
        }
        IClearingHouse.MarketListing memory listing = _spot(9, LETH, 1, 1);
        vm.prank(STRANGER);
        vm.expectPartialRevert(Ownable.OwnableUnauthorizedAccount.selector);
        house.listMarket(listing);
    }

    function test_ownership_isHandedOverInTwoStepsAndNeverLost() public {
        ClearingHouse owned = ClearingHouse(payable(address(house)));
        vm.prank(OWNER);
        owned.transferOwnership(STRANGER);
        assertEq(owned.owner(), OWNER);
        vm.prank(STRANGER);
        owned.acceptOwnership();
        assertEq(owned.owner(), STRANGER);
        vm.prank(STRANGER);
        vm.expectRevert(IClearingHouseErrors.OwnerRequired.selector);
        owned.renounceOwnership();
    }

    function test_pause_isTheGuardiansAndOwners() public {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.NotGuardian.selector, STRANGER));
        house.pause();
        vm.prank(OWNER);
        house.pause();
        assertTrue(house.paused());
    }

    function test_roles_areChangedByTheOwner() public {
        vm.startPrank(OWNER);
        house.setOperator(STRANGER, true);
        house.setOperator(OPERATOR, false);
        assertTrue(house.isOperator(STRANGER));
        assertFalse(house.isOperator(OPERATOR));
        house.setGuardian(STRANGER);
        house.setFeeAccount(STRANGER);
        house.setExitDelay(24 hours);
        assertEq(house.exitDelay(), 24 hours);
        bytes4 zero = IClearingHouseErrors.ZeroAddress.selector;
        vm.expectRevert(zero);
        house.setOperator(address(0), true);
        vm.expectRevert(zero);
        house.setGuardian(address(0));
        vm.expectRevert(zero);
        house.setFeeAccount(address(0));
        bytes4 selector = IClearingHouseErrors.ExitDelayOutOfRange.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, 24 hours + 1, 2 minutes, 24 hours));
        house.setExitDelay(24 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(selector, 119, 2 minutes, 24 hours));
        house.setExitDelay(119);
    }

    function test_listAsset_refusesWhatCannotBe() public {
        vm.startPrank(OWNER);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.AssetListedAlready.selector, tokens[2], 2)
        );
        house.listAsset(IClearingHouse.AssetListing(tokens[2], 10));
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.NotAContract.selector, STRANGER)
        );
        house.listAsset(IClearingHouse.AssetListing(STRANGER, 0));
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.UnitOutOfRange.selector, 19, 18)
        );
        house.listAsset(IClearingHouse.AssetListing(address(this), 19));
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.UnknownAsset.selector, 4));
        house.assetAt(4);
        for (uint160 i = 1; i <= 12; ++i) {
            vm.etch(address(i << 20), hex"00");
            house.listAsset(IClearingHouse.AssetListing(address(i << 20), 0));
        }
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.TooManyAssets.selector, 16));
        house.listAsset(IClearingHouse.AssetListing(address(this), 0));
    }

    function test_listMarket_refusesWhatCannotBe() public {
        vm.startPrank(OWNER);
        IClearingHouse.MarketListing memory listing = _spot(ETH_USDT, LETH, 10, 1e5);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.MarketListedAlready.selector, ETH_USDT)
        );
        house.listMarket(listing);
        for (uint256 i = 0; i < 8; ++i) {
            listing = _spot(9, LETH, 10, 1e5);
            if (i == 0) listing.market = 0;
            if (i == 1) listing.market = 64;
            if (i == 2) listing.baseAsset = LUSD;
            if (i == 3) listing.quantaPerTickLot = 0;
            if (i == 4) listing.unitsPerLot = 0;
            if (i == 5) listing.maxMakerFeePpm = 10_001;
            if (i == 6) listing.maxTakerFeePpm = 10_001;
            if (i == 7) listing.unitsPerLot = 2 ** 53;
            vm.expectRevert(
                abi.encodeWithSelector(IClearingHouseErrors.InvalidMarket.selector, listing.market)
            );
            house.listMarket(listing);
        }
        listing = _spot(9, 4, 10, 1e5);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.UnknownAsset.selector, 4));
        house.listMarket(listing);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.UnknownMarket.selector, 9));
        house.setMarketActive(9, true);
        house.listMarket(_spot(9, LETH, 10, 1e5));
    }

    function test_code_fitsTheLimit() public view {
        assertLt(
            vm.parseJsonBytes(
                vm.readFile("contracts-abi/artifacts/clearing-house.json"), ".bytecode"
            )
            .length,
            49_152
        );
    }
}
