// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../../src/clearing-house/IClearingHouseErrors.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";
import { HostileToken } from "./HostileToken.sol";

/// @notice Everything that shares a slot with something else, at nothing and at its most.
contract LaneLimitsTest is ClearingHouseFixture {
    uint256 private constant MOST = 2 ** 53 - 1;
    uint256 private constant ASSETS = 16;
    uint32 private constant MOST_LOTS = 2 ** 31 - 1;
    /// Markets of the tokens listed here against LUSD: one quantum a lot, and a tick.
    uint8 private constant FIRST_MARKET = 10;

    address[] private listed;

    function setUp() public override {
        super.setUp();
        for (uint256 asset = 0; asset < 4; ++asset) {
            listed.push(tokens[asset]);
        }
        for (uint256 asset = 4; asset < ASSETS; ++asset) {
            HostileToken token = new HostileToken();
            listed.push(address(token));
            vm.prank(OWNER);
            house.listAsset(IClearingHouse.AssetListing(address(token), 0));
        }
        for (uint8 asset = 1; asset < ASSETS; ++asset) {
            vm.prank(OWNER);
            house.listMarket(
                IClearingHouse.MarketListing(FIRST_MARKET + asset, asset, LUSD, 1, 1, 1000, 2000, 0)
            );
        }
        (makerPpm, takerPpm) = (0, 0);
    }

    function _fund(address account, uint256 asset, uint256 quanta) private {
        uint256 amount = quanta * 10 ** house.assetAt(asset).unitExponent;
        deal(listed[asset], account, amount);
        if (asset == WLUX) vm.deal(wlux, wlux.balance + amount);
        vm.startPrank(account);
        HostileToken(listed[asset]).approve(address(house), amount);
        house.deposit(listed[asset], amount);
        vm.stopPrank();
    }

    /// All sixteen lanes full in one account; the other has nothing but one quantum to buy with.
    function test_aQuantumFromEveryFullLaneAndBack() public {
        for (uint256 asset = 1; asset < ASSETS; ++asset) {
            _fund(alice.account, asset, MOST);
        }
        _fund(alice.account, LUSD, MOST - 15);
        _fund(bob.account, LUSD, 15);
        for (uint8 asset = 1; asset < ASSETS; ++asset) {
            _trade(bob, alice, asset, 2 * asset);
            assertEq(house.balanceOf(alice.account, asset), MOST - 1);
            assertEq(house.balanceOf(bob.account, asset), 1);
        }
        _checkRest(MOST - 1, 1);
        assertEq(house.balanceOf(alice.account, LUSD), MOST);
        assertEq(house.balanceOf(bob.account, LUSD), 0);
        for (uint8 asset = 1; asset < ASSETS; ++asset) {
            _trade(alice, bob, asset, 100 + 2 * asset);
        }
        _checkRest(MOST, 0);
        assertEq(house.balanceOf(bob.account, LUSD), 15);
        IClearingHouse.AccountState memory state = house.accountOf(alice.account);
        assertFalse(state.exiting);
        assertEq(state.epoch, 0);
    }

    /// One lot at one tick.
    function _trade(Trader memory buyer, Trader memory seller, uint8 asset, uint48 nonce) private {
        uint16 market = FIRST_MARKET + asset;
        _settle(
            _pair(
                _order(buyer, market, ONE_SHOT, 1, 1, nonce),
                _order(seller, market, SELL, 1, 1, nonce),
                1
            )
        );
    }

    function _checkRest(uint256 alices, uint256 bobs) private view {
        for (uint256 asset = 1; asset < ASSETS; ++asset) {
            assertEq(house.balanceOf(alice.account, asset), alices);
            assertEq(house.balanceOf(bob.account, asset), bobs);
        }
    }

    /// An empty lane gives nothing, however full its neighbours are.
    /// forge-config: default.fuzz.runs = 32
    /// forge-config: release.fuzz.runs = 32
    function testFuzz_anEmptyLaneGivesNothing(uint8 asset) public {
        asset = uint8(bound(asset, 1, ASSETS - 1));
        for (uint256 i = 1; i < ASSETS; ++i) {
            if (i != asset) _fund(alice.account, i, MOST);
        }
        _fund(bob.account, LUSD, 15);
        BatchCodec.PackedBatch memory batch = _pair(
            _order(bob, FIRST_MARKET + asset, ONE_SHOT, 1, 1, 1),
            _order(alice, FIRST_MARKET + asset, SELL, 1, 1, 1),
            1
        );
        _refuse(
            batch,
            abi.encodeWithSelector(
                IClearingHouseErrors.InsufficientBalance.selector, alice.account, asset, 0, 1
            )
        );
        WithdrawalDraft memory draft = _withdrawal(alice, LUSD, 1, 1);
        _refuse(
            _paying(draft),
            abi.encodeWithSelector(
                IClearingHouseErrors.InsufficientBalance.selector, alice.account, LUSD, 0, 1
            )
        );
    }

    /// Largest nonce, epoch and balances beside one another, an exit requested.
    function test_everythingOfPageZeroAtItsMost() public {
        for (uint256 asset = 0; asset < 3; ++asset) {
            _fund(alice.account, asset, MOST);
        }
        _fund(bob.account, LBTC, 1);
        bytes32 slot = _firstPageOf(alice.account);
        uint256 page = uint256(vm.load(address(house), slot));
        vm.store(address(house), slot, bytes32(page | (uint256(type(uint16).max) << 240)));
        assertEq(house.accountOf(alice.account).epoch, type(uint16).max);
        Draft memory buy = _order(alice, FIRST_MARKET + LBTC, ONE_SHOT, 1, 1, type(uint48).max);
        _settle(_pair(buy, _order(bob, FIRST_MARKET + LBTC, SELL, 1, 1, type(uint48).max), 1));
        vm.startPrank(alice.account);
        house.requestExit();
        vm.expectPartialRevert(IClearingHouseErrors.EpochsExhausted.selector);
        house.bumpEpoch();
        vm.stopPrank();
        IClearingHouse.AccountState memory state = house.accountOf(alice.account);
        assertEq(state.epoch, type(uint16).max);
        assertEq(state.oneShotNonce, type(uint48).max);
        assertTrue(state.exiting);
        assertEq(house.balanceOf(alice.account, LUSD), MOST - 1);
        assertEq(house.balanceOf(alice.account, WLUX), MOST);
        assertEq(house.balanceOf(alice.account, LETH), MOST);
        vm.warp(START + 1 hours);
        uint256[] memory assets = new uint256[](4);
        (assets[1], assets[2], assets[3]) = (WLUX, LETH, LBTC);
        house.finaliseExit(alice.account, assets);
        state = house.accountOf(alice.account);
        assertEq(state.epoch, type(uint16).max);
        assertEq(state.oneShotNonce, type(uint48).max);
        assertTrue(state.exiting);
        assertEq(house.assetAt(LETH).custody, 0);
    }

    /// Where page 0 of an account is: the slot that has what was just deposited.
    function _firstPageOf(address account) private returns (bytes32 slot) {
        vm.record();
        house.accountOf(account);
        (bytes32[] memory reads,) = vm.accesses(address(house));
        return reads[0];
    }

    /// Eight resting orders of one slot filled to the last lot, canceled ones among them.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_lanesOfFilledLots(uint8 canceled, uint32[8] memory lots) public {
        _fund(alice.account, LUSD, MOST);
        _fund(bob.account, WLUX, MOST);
        uint256 sum = 0;
        for (uint48 i = 0; i < 8; ++i) {
            if ((canceled >> i) & 1 == 1) _cancel(800 + i);
            lots[i] = uint32(bound(lots[i], 1, MOST_LOTS));
            if (i % 3 == 0) lots[i] = MOST_LOTS;
            sum += lots[i];
        }
        Draft[] memory drafts = new Draft[](16);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](8);
        for (uint16 i = 0; i < 8; ++i) {
            drafts[i] = _order(bob, FIRST_MARKET + WLUX, SELL, 1, MOST_LOTS, 800 + i);
            drafts[8 + i] = _order(alice, FIRST_MARKET + WLUX, ONE_SHOT, 1, lots[i], i + 1);
            fills[i] = BatchCodec.Fill(8 + i, i, lots[i], 0, false);
        }
        _settle(_pack(1, drafts, fills, new WithdrawalDraft[](0)));
        assertEq(house.balanceOf(alice.account, WLUX), sum);
        for (uint48 i = 0; i < 8; ++i) {
            (uint256 filled, bool whole, uint256 bindsAt) = house.restingOrder(bob.account, 800 + i);
            bool isCanceled = (canceled >> i) & 1 == 1;
            // What was canceled is looked after lot by lot.
            assertEq(whole, lots[i] == MOST_LOTS && !isCanceled);
            assertEq(filled, whole ? 0 : lots[i]);
            assertEq(bindsAt, isCanceled ? START + 60 : 0);
            // One more than the rest is too much, beside full neighbours too.
            if (lots[i] == MOST_LOTS) _refuseOneMore(800 + i);
        }
    }

    function _cancel(uint48 nonce) private {
        uint48[] memory nonces = new uint48[](1);
        nonces[0] = nonce;
        vm.prank(bob.account);
        house.cancel(nonces);
    }

    function _refuseOneMore(uint48 nonce) private {
        (bytes memory encoded,) = BatchCodec.encode(
            _pair(
                _order(alice, FIRST_MARKET + WLUX, ONE_SHOT, 1, 1, 1000),
                _order(bob, FIRST_MARKET + WLUX, SELL, 1, MOST_LOTS, nonce),
                1
            )
        );
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.Overfilled.selector);
        house.settle(encoded);
    }

    /// A cancellation may come before its order: whoever matches the order must know of it.
    function test_aCanceledNonceIsOfNoUseForALaterOrder() public {
        _fund(alice.account, LUSD, 1000);
        _fund(bob.account, WLUX, 1000);
        _cancel(5);
        vm.warp(START + 60);
        uint16 market = FIRST_MARKET + WLUX;
        Draft memory sell = _order(bob, market, SELL, 1, 10, 5);
        BatchCodec.PackedBatch memory batch =
            _pair(_order(alice, market, ONE_SHOT, 1, 10, 1), sell, 10);
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.OrderCanceledOnChain.selector);
        house.settle(encoded);
        // The neighbour of the same number among one-shot orders is none of it.
        sell.order.flags |= ONE_SHOT;
        _settle(_pair(sell, _order(alice, market, 0, 1, 10, 1), 10));
    }

    /// Two orders of one nonce share a lane: together they get what the larger one signed, at most.
    function test_anOrderSignedTwiceIsFilledOnce() public {
        _fund(alice.account, LUSD, 1000);
        _fund(bob.account, WLUX, 1000);
        uint16 market = FIRST_MARKET + WLUX;
        Draft memory small = _order(bob, market, SELL, 1, 10, 5);
        Draft memory large = _order(bob, market, SELL, 1, 15, 5);
        _settle(_pair(_order(alice, market, ONE_SHOT, 1, 9, 1), small, 9));
        _settle(_pair(_order(alice, market, ONE_SHOT, 1, 6, 2), large, 6));
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), large);
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), small);
    }

    /// Once one of them was filled whole, the nonce is used up, whatever the other one signed.
    function test_anOrderFilledWholeUsesUpItsNonce() public {
        _fund(alice.account, LUSD, 1000);
        _fund(bob.account, WLUX, 1000);
        uint16 market = FIRST_MARKET + WLUX;
        Draft memory small = _order(bob, market, SELL, 1, 10, 5);
        Draft memory large = _order(bob, market, SELL, 1, 15, 5);
        _settle(_pair(_order(alice, market, ONE_SHOT, 1, 10, 1), small, 10));
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), large);
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), small);
        // A cancellation afterwards brings nothing back either.
        _cancel(5);
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), large);
        vm.warp(START + 60);
        _refuseOverfill(_order(alice, market, ONE_SHOT, 1, 1, 3), large);
        (uint256 filled, bool whole, uint256 bindsAt) = house.restingOrder(bob.account, 5);
        assertEq(filled, 0);
        assertTrue(whole);
        assertEq(bindsAt, START + 60);
    }

    function _refuseOverfill(Draft memory taker, Draft memory maker) private {
        (bytes memory encoded,) = BatchCodec.encode(_pair(taker, maker, 1));
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.Overfilled.selector);
        house.settle(encoded);
    }

    /// Marks of 128 orders share a slot: neighbours at both ends of it, and beyond, know nothing of one
    /// another, whichever of them were filled whole, in part, or canceled.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: release.fuzz.runs = 64
    function testFuzz_marksOfNeighboursAreTheirOwn(uint8[6] memory what) public {
        _fund(alice.account, LUSD, 1000);
        _fund(bob.account, WLUX, 1000);
        uint48[6] memory nonces = [uint48(127), 128, 129, 254, 255, 256];
        uint256 first = _settleAsAsked(nonces, what);
        assertEq(house.balanceOf(alice.account, WLUX), first);
        for (uint48 i = 0; i < 6; ++i) {
            (uint256 filled, bool whole, uint256 bindsAt) =
                house.restingOrder(bob.account, nonces[i]);
            uint256 kind = what[i] % 4;
            assertEq(whole, kind == 1);
            assertEq(filled, kind == 2 ? 4 : 0);
            assertEq(bindsAt, kind == 3 ? START + 60 : 0);
        }
        // Those of which nothing was said are open, whole.
        for (uint48 i = 0; i < 6; ++i) {
            if (what[i] % 4 != 0) continue;
            Draft memory taker = _order(alice, FIRST_MARKET + WLUX, ONE_SHOT, 1, 10, 100 + i);
            _settle(_pair(taker, _order(bob, FIRST_MARKET + WLUX, SELL, 1, 10, nonces[i]), 10));
        }
    }

    /// Fills each of six orders of ten lots as it is said: 0 not, 1 whole, 2 in part, 3 canceled.
    function _settleAsAsked(uint48[6] memory nonces, uint8[6] memory what)
        private
        returns (uint256 lots)
    {
        Draft[] memory drafts = new Draft[](12);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](6);
        uint16 count = 0;
        for (uint256 i = 0; i < 6; ++i) {
            if (what[i] % 4 == 3) _cancel(nonces[i]);
            if (what[i] % 4 != 1 && what[i] % 4 != 2) continue;
            uint32 some = what[i] % 4 == 1 ? 10 : 4;
            lots += some;
            uint48 nonce = uint48(1 + i);
            drafts[2 * count] = _order(alice, FIRST_MARKET + WLUX, ONE_SHOT, 1, some, nonce);
            drafts[2 * count + 1] = _order(bob, FIRST_MARKET + WLUX, SELL, 1, 10, nonces[i]);
            fills[count] = BatchCodec.Fill(2 * count, 2 * count + 1, some, 0, false);
            ++count;
        }
        if (count == 0) return 0;
        assembly ("memory-safe") {
            mstore(drafts, mul(2, count))
            mstore(fills, count)
        }
        _settle(_pack(_next(), drafts, fills, new WithdrawalDraft[](0)));
    }

    /// Products of the largest terms are beyond every balance, and nothing wraps.
    function test_largestTermsAreRefusedForWantOfMoney() public {
        vm.prank(OWNER);
        house.listMarket(
            IClearingHouse.MarketListing(
                9, WLUX, LUSD, type(uint32).max, uint64(MOST), 1000, 2000, 0
            )
        );
        _fund(alice.account, LUSD, MOST);
        _fund(bob.account, WLUX, MOST);
        uint32[2] memory prices = [MOST_LOTS, 1];
        for (uint48 i = 0; i < 2; ++i) {
            Draft memory buy = _order(alice, 9, ONE_SHOT, prices[i], MOST_LOTS, 1);
            Draft memory sell = _order(bob, 9, SELL, prices[i], MOST_LOTS, 1);
            (bytes memory encoded,) = BatchCodec.encode(_pair(buy, sell, MOST_LOTS));
            vm.prank(OPERATOR);
            vm.expectPartialRevert(IClearingHouseErrors.InsufficientBalance.selector);
            house.settle(encoded);
        }
    }
}
